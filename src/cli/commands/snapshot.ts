import { Command } from 'commander'
import type { Config } from '../../config/env'
import { EXIT } from '../../errors'
import { connectMigrated } from '../migrations'
import { say } from '../say'
import { untilShutdown } from '../shutdown'
import { withDatabase } from '../with-database'

interface RestoreOptions {
  recording?: string
  keepVerified?: boolean
}

const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(1)} s`

/** `linchpin snapshot create` and `restore`: the state at the last final block as one file. @param version of Linchpin */
export function snapshotCommand(load: () => Config, version: string): Command {
  const create = new Command('create')
    .description('write the state at the last final block to a file; an indexer can keep writing')
    .argument('[file]', 'file to write (default: linchpin-NETWORK-BLOCK.tar)')
    .action(async (file?: string) => {
      const began = performance.now()
      const ended = untilShutdown()
      const { writeSnapshot } = await import('../snapshot/create.js')
      await withDatabase(load(), async (url) => {
        const client = await connectMigrated(url, 0)
        try {
          const written = await writeSnapshot(client, file ?? null, version, ended)
          if (!written) {
            process.exitCode = EXIT.FAILED
            return
          }
          const { path, bytes, checksum, manifest } = written
          const { network, block, hash, digest } = manifest
          console.log(`${path}: ${network} at block ${block} (${hash})`)
          console.log(`digest ${digest}, ${bytes} bytes, checksum ${checksum}, ${seconds(began)}`)
        } finally {
          await client.end()
        }
      })
    })
  const restore = new Command('restore')
    .description('write a snapshot into an empty database, and verify its digest')
    .argument('<source>', 'file, or http(s) URL')
    .option('--recording <dir>', 'the snapshot is of this recorded chain')
    .option(
      '--keep-verified',
      'believe the snapshot how far history is verified, instead of verifying it anew',
    )
    .action(async (source: string, { recording, keepVerified = false }: RestoreOptions) => {
      const began = performance.now()
      // What is not committed is rolled back when the connection closes.
      void untilShutdown().then(() => process.exit(EXIT.FAILED))
      const loaded = load()
      const config = { ...loaded, recording: recording ?? loaded.recording }
      const { checkSnapshot, recordingOf, restoreInto, withSnapshotFile } = await import(
        '../snapshot/restore.js'
      )
      const recordingDir = recordingOf(config)
      const request = { config, source, recordingDir, keepVerified, print: say }
      await withSnapshotFile(request, async (path) => {
        const manifest = await checkSnapshot(request, path)
        const into = (url: string) => restoreInto(url, request, path, manifest)
        await withDatabase(config, into, true)
        const { network, block, hash, digest } = manifest
        console.log(`restored ${network} at block ${block} (${hash})`)
        console.log(`digest ${digest} verified, ${seconds(began)}`)
      })
    })
  return new Command('snapshot')
    .description('the state at the last final block as one file')
    .addCommand(create)
    .addCommand(restore)
}

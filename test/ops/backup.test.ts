import { execFile } from 'node:child_process'
import { chmodSync, copyFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadRecording, type Recording } from '../../src/chain/recording/recording'
import { migrate } from '../../src/cli/migrations'
import { serverAccount } from '../../src/cli/postgres/account'
import { networkFromDeployment } from '../../src/config/deployment'
import { straight } from '../support/chain/branches'
import { Feed } from '../support/chain/feed'
import { cleanDigest } from '../support/clean-digest'
import { runCli } from '../support/cli'
import { FIXTURE } from '../support/recordings'
import {
  NO_POSTGRES,
  POSTGRES_BIN,
  PostgresServer,
  removeServerFolder,
  serverFolder,
} from '../support/servers'

/** Last block of the base backup, of the moment to which one restore goes, and of the dump and the archive. */
const [BASE, MOMENT, LAST] = [150, 200, 250]

describe.skipIf(NO_POSTGRES !== null)(
  `ops/backup/backup.sh${NO_POSTGRES ? `: ${NO_POSTGRES}` : ''}`,
  () => {
    let folder: string
    let script: string
    let server: PostgresServer
    let recording: Recording
    let moment: string
    let dump: string
    const restored: PostgresServer[] = []

    /** Runs the script as the user of the servers. */
    const backup = async (...args: string[]) => {
      const { stdout } = await promisify(execFile)(script, args, {
        ...(serverAccount() ?? {}),
        cwd: '/',
        env: {
          ...process.env,
          DB_URL: server.url(),
          LINCHPIN_BACKUP_DIR: join(folder, 'backups'),
          LINCHPIN_BACKUP_KEEP: '2',
          PG_BIN: POSTGRES_BIN!,
        },
      })
      return stdout.trim()
    }

    beforeAll(async () => {
      folder = serverFolder('backup')
      // Where the user of the servers can run it.
      script = join(folder, '../backup.sh')
      copyFileSync('ops/backup/backup.sh', script)
      chmodSync(script, 0o755)
      const command = `LINCHPIN_BACKUP_DIR=${join(folder, 'backups')} ${script} archive %p %f`
      server = await PostgresServer.primary(join(folder, 'server'), {
        archive_mode: 'on',
        archive_command: command,
      })
      recording = await loadRecording(FIXTURE)
      await migrate(server.url())
      const feed = new Feed(server.url(), networkFromDeployment(recording.deployment))
      await feed.final(straight(recording, 1, BASE))
      await backup('base')
      // The clock of names has whole seconds.
      await wait(1_100)
      await feed.final(straight(recording, BASE + 1, MOMENT))
      moment = new Date(Date.now() + 1).toISOString()
      await wait(50)
      await feed.final(straight(recording, MOMENT + 1, LAST))
      await feed.database.close()
      dump = await backup('dump')
      await archived(server)
    })

    afterAll(async () => {
      for (const one of [server, ...restored]) await one?.stop('SIGQUIT')
      removeServerFolder(folder)
    })

    /** The last block and the digest, once all digests were computed anew from the rows. */
    async function verified(url: string): Promise<string> {
      const { code, stdout, stderr } = await runCli(['digest', '--verify'], { DB_URL: url })
      expect(code, stdout + stderr).toBe(0)
      return /up to block (\d+ match the digest 0x[0-9a-f]{64})/.exec(stdout)![1]!
    }

    /** The same of a clean index, computed in memory. */
    async function expected(head: number): Promise<string> {
      const network = networkFromDeployment(recording.deployment)
      return `${head} match the digest ${await cleanDigest(network, straight(recording, 1, head))}`
    }

    async function restoredTo(name: string, ...time: string[]): Promise<PostgresServer> {
      await backup('restore', join(folder, name), ...time)
      const one = await PostgresServer.on(join(folder, name))
      restored.push(one)
      await ended(one)
      return one
    }

    test('restores the last archived change', async () => {
      const one = await restoredTo('latest')
      expect(await verified(one.url())).toBe(await expected(LAST))
    })

    test('restores the state of a moment, and indexing goes on from there', async () => {
      const one = await restoredTo('moment', moment)
      expect(await verified(one.url())).toBe(await expected(MOMENT))
      const feed = new Feed(one.url(), networkFromDeployment(recording.deployment))
      await feed.final(straight(recording, MOMENT + 1, LAST))
      await feed.database.close()
      expect(await verified(one.url())).toBe(await expected(LAST))
    })

    test('restores a dump into an empty database', async () => {
      const client = new Client({ connectionString: server.url() })
      await client.connect()
      await client.query('CREATE DATABASE copy')
      await client.end()
      await backup('restore-dump', dump, server.url('copy'))
      expect(await verified(server.url('copy'))).toBe(await expected(LAST))
    })

    test('keeps as many base backups as it should, and refuses a folder that is not empty and a moment before them', async () => {
      for (let count = 0; count < 2; count++) {
        await wait(1_100)
        await backup('base')
      }
      expect(readdirSync(join(folder, 'backups/base'))).toHaveLength(2)
      await expect(backup('restore', join(folder, 'server'))).rejects.toThrow('is not empty')
      await expect(
        backup('restore', join(folder, 'early'), '2020-01-01T00:00:00Z'),
      ).rejects.toThrow('no base backup')
    })

    test('fails when Postgres cannot archive its WAL, with the base backup in place', async () => {
      const client = new Client({ connectionString: server.url() })
      await client.connect()
      // Between two files, the name is that of the one that was archived already.
      await client.query("SELECT pg_logical_emit_message(true, 'test', 'x')")
      const { rows } = await client.query('SELECT pg_walfile_name(pg_current_wal_lsn()) AS name')
      const { name } = rows[0]
      // Another file of that name is in the archive.
      writeFileSync(join(folder, `backups/wal/${name}.gz`), gzipSync('of another server'))
      await client.query('SELECT pg_switch_wal()')
      const failed = 'SELECT FROM pg_stat_archiver WHERE last_failed_wal = $1'
      await expect.poll(() => client.query(failed, [name])).toMatchObject({ rowCount: 1 })
      await client.end()
      const before = readdirSync(join(folder, 'backups/base'))
      await wait(1_100)
      await expect(backup('base')).rejects.toThrow('Postgres cannot archive 0000')
      expect(readdirSync(join(folder, 'backups/base'))).not.toEqual(before)
    })
  },
)

/** Waits until all WAL so far is in the archive. */
async function archived(server: PostgresServer): Promise<void> {
  const client = new Client({ connectionString: server.url() })
  await client.connect()
  const { rows } = await client.query<{ name: string }>(
    'SELECT pg_walfile_name(pg_switch_wal()) AS name',
  )
  for (;;) {
    const done = await client.query('SELECT FROM pg_stat_archiver WHERE last_archived_wal >= $1', [
      rows[0]!.name,
    ])
    if (done.rowCount === 1) break
    await wait(100)
  }
  await client.end()
}

/** Waits until a restored server has ended its recovery. */
async function ended(server: PostgresServer): Promise<void> {
  const client = new Client({ connectionString: server.url() })
  await client.connect()
  while ((await client.query('SELECT pg_is_in_recovery() AS is')).rows[0].is) await wait(100)
  await client.end()
}

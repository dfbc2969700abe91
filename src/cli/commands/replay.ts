import { Command } from 'commander'
import { integer } from '../needs'
import { untilShutdown } from '../shutdown'

/** `linchpin replay DIR`: serves a recorded chain as a JSON-RPC endpoint. */
export function replayCommand(): Command {
  return new Command('replay')
    .description('serve a recorded chain as a JSON-RPC endpoint')
    .argument('<dir>', 'folder of the recording')
    .option('--port <n>', 'port to listen on (default: a free one)', integer(0, 65_535))
    .action(async (dir: string, { port }: { port?: number }) => {
      const shutdown = untilShutdown()
      const { loadRecording } = await import('../../chain/recording/recording.js')
      const { startReplay } = await import('../../chain/recording/replay.js')
      const chain = await loadRecording(dir)
      const replay = await startReplay(chain, port === undefined ? {} : { port })
      console.log(`blocks ${chain.first} to ${chain.head} at ${replay.url}`)
      await shutdown
      await replay.close()
    })
}

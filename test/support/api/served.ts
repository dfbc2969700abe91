import { fork } from 'node:child_process'
import { once } from 'node:events'
import { clientOf, type TestApi } from './api-client'

/** The API as the built command serves it, on any free port. @throws if the command ends */
export async function startServe(
  env: Record<string, string>,
): Promise<Pick<TestApi, 'url' | 'ask' | 'close'>> {
  const child = fork('lib/cli/main.js', ['serve'], {
    env: { ...process.env, GQL_PORT: '0', ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let log = ''
  child.stderr!.on('data', (text) => {
    log += text
  })
  const ended = once(child, 'exit').then(() => {
    throw new Error(`serve ended: ${log}`)
  })
  const [{ ready: url }] = await Promise.race([once(child, 'message'), ended])
  return {
    url,
    ask: clientOf(url).ask,
    async close() {
      child.kill('SIGTERM')
      await ended.catch(() => undefined)
    },
  }
}

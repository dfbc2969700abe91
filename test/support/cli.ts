import { spawn } from 'node:child_process'
import { resolve as absolute } from 'node:path'

export interface CliRun {
  code: number | null
  stdout: string
  stderr: string
}

/** Runs the built command until it ends. @param cwd folder with its .env; default: that of the project */
export function runCli(
  args: string[],
  env: Record<string, string> = {},
  cwd = '.',
): Promise<CliRun> {
  const child = spawn(process.execPath, [absolute('lib/cli/main.js'), ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const run: CliRun = { code: null, stdout: '', stderr: '' }
  child.stdout.on('data', (text) => {
    run.stdout += text
  })
  child.stderr.on('data', (text) => {
    run.stderr += text
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ ...run, code }))
  })
}

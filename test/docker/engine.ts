import { execFileSync, spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { COMPOSE_VARIABLES } from '../support/compose-variables'

const ROOT = join(__dirname, '../..')

const answers = (args: string[]) => spawnSync('docker', args, { stdio: 'ignore' }).status === 0

/** Why there is no engine to test with; null: there is one. */
export const NO_ENGINE = !process.env.LINCHPIN_TEST_DOCKER
  ? 'LINCHPIN_TEST_DOCKER is not set (npm run test:docker sets it)'
  : !answers(['info'])
    ? 'no Docker engine answers'
    : !answers(['compose', 'version'])
      ? 'Docker has no Compose (Debian package docker-compose of trixie)'
      : null

const TAGS: Record<string, string> = Object.fromEntries(
  COMPOSE_VARIABLES.filter(({ name }) => name.endsWith('_TAG')).map((one) => [
    one.name,
    one.default,
  ]),
)

/** Runs `docker`. @returns what it printed */
export function docker(args: readonly string[], cwd = ROOT, env: NodeJS.ProcessEnv = {}): string {
  return execFileSync('docker', args, {
    cwd,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** Stand-ins for images that cannot be pulled, made once. They lie in a folder of the engine's machine. */
export function makeImages(folder: string): void {
  const wanted = [`node:${TAGS.NODE_TAG}-slim`, `postgres:${TAGS.POSTGRES_TAG}`]
  if (wanted.every((name) => answers(['image', 'inspect', name]))) return
  execFileSync(join(__dirname, 'images/make.sh'), [folder], {
    env: { ...process.env, ...TAGS },
    stdio: 'inherit',
  })
}

/** A copy of the files of this repository, where Compose may make the folders that it mounts. */
export function copyOfRepository(): string {
  const folder = mkdtempSync(join(tmpdir(), 'linchpin-docker-'))
  const list = 'git ls-files -z | tar --null -T - -c | tar -x -C "$0"'
  execFileSync('bash', ['-c', list, folder], { cwd: ROOT })
  return folder
}

/** Whether the history of this repository has a commit: a shallow copy does not. */
export function hasCommit(commit: string): boolean {
  const args = ['cat-file', '-e', `${commit}^{commit}`]
  return spawnSync('git', args, { cwd: ROOT, stdio: 'ignore' }).status === 0
}

/** The files of a commit. */
export function copyOfCommit(commit: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'linchpin-docker-'))
  const archive = 'git archive "$1" | tar -x -C "$0"'
  execFileSync('bash', ['-c', archive, folder, commit], { cwd: ROOT })
  mkdirSync(join(folder, 'test/docker'), { recursive: true })
  copyFileSync(join(__dirname, 'build.yml'), join(folder, 'test/docker/build.yml'))
  return folder
}

/** A project of Compose, in a copy of the repository. */
export class Project {
  files: readonly string[] = ['docker-compose.yml']

  constructor(
    readonly folder: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  run(...args: string[]): string {
    const files = [...this.files, 'test/docker/build.yml'].flatMap((file) => ['-f', file])
    return docker(['compose', ...files, ...args], this.folder, this.env)
  }

  /** Kills the first process of a service, as the kernel would. */
  kill(service: string): void {
    const id = this.run('ps', '-q', service).trim()
    process.kill(Number(docker(['inspect', '-f', '{{.State.Pid}}', id])), 'SIGKILL')
  }

  /** Waits until all that last are healthy, or run if they have no check. @returns seconds */
  async healthy(): Promise<number> {
    const start = performance.now()
    for (;;) {
      const states = this.run('ps', '--format', 'json')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as { Service: string; State: string; Health: string })
      const late = states.filter(
        ({ State, Health }) => State !== 'running' || !/^(healthy)?$/.test(Health),
      )
      if (states.length > 0 && late.length === 0) {
        return Math.round((performance.now() - start) / 1_000)
      }
      await wait(1_000)
    }
  }

  remove(): void {
    this.run('down', '-v', '--remove-orphans', '-t', '5')
    rmSync(this.folder, { recursive: true })
  }
}

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Client } from 'pg'
import { serverAccount } from '../../../src/cli/postgres/account'
import { freePort } from '../free-port'
import { removeServerFolder, serverFolder } from '../servers'
import { haproxyConfig, type Node, patroniConfig } from './configuration'

/** A member as Patroni reports it. */
export interface Member {
  name: string
  role: 'leader' | 'replica' | 'sync_standby'
  state: string
  timeline: number
}

/** Postgres under Patroni, with one etcd, behind a haproxy that passes connections to the primary alone. */
export class Cluster {
  private readonly children = new Map<string, ChildProcess>()

  private constructor(
    private readonly folder: string,
    private readonly nodes: readonly Node[],
    private readonly etcdPort: number,
    private readonly proxyPort: number,
    private readonly isSynchronous: boolean,
  ) {}

  /** @param isSynchronous whether a commit waits for a replica */
  static async start(isSynchronous: boolean, size = 2): Promise<Cluster> {
    const folder = serverFolder('ha')
    const etcdPort = await freePort()
    const nodes: Node[] = []
    for (let nth = 0; nth < size; nth++) {
      const [postgres, rest] = [await freePort(), await freePort()]
      nodes.push({ name: `node${nth}`, data: join(folder, `node${nth}`), postgres, rest })
    }
    const cluster = new Cluster(folder, nodes, etcdPort, await freePort(), isSynchronous)
    await cluster.startEtcd()
    for (const node of nodes) {
      writeFileSync(cluster.configOf(node), patroniConfig(node, etcdPort, isSynchronous))
      cluster.startNode(node)
    }
    const config = join(folder, 'haproxy.cfg')
    writeFileSync(config, haproxyConfig(nodes, cluster.proxyPort))
    cluster.spawn('haproxy', 'haproxy', ['-db', '-f', config])
    await cluster.healthy()
    return cluster
  }

  /** Of the primary, whichever it is. */
  get url(): string {
    return `postgres://postgres@127.0.0.1:${this.proxyPort}/postgres`
  }

  /** Members by what any node says; empty: none answers. */
  async members(): Promise<Member[]> {
    for (const { rest } of this.nodes) {
      try {
        const response = await fetch(`http://127.0.0.1:${rest}/cluster`)
        return ((await response.json()) as { members: Member[] }).members
      } catch {
        // Another one knows as much.
      }
    }
    return []
  }

  /**
   * Waits until one leads, and all others follow it. One that follows, but for which commits do not wait yet, is not made the primary of a
   * synchronous cluster.
   */
  async healthy(): Promise<void> {
    const follower = this.isSynchronous ? 'sync_standby' : 'replica'
    for (;;) {
      const members = await this.members()
      const leader = members.find(({ role, state }) => role === 'leader' && state === 'running')
      const following = members.filter(
        ({ role, state, timeline }) =>
          role === follower && /^(running|streaming)$/.test(state) && timeline === leader?.timeline,
      )
      if (leader && following.length === this.nodes.length - 1) return
      await wait(200)
    }
  }

  /**
   * Kills the primary: Patroni and Postgres.
   * @param unsentMs for so long before it sends nothing to its replicas
   * @returns its name
   */
  async killPrimary(unsentMs = 0): Promise<string> {
    const leader = (await this.members()).find(({ role }) => role === 'leader')!
    if (unsentMs > 0) {
      for (const pid of await senders(this.url)) process.kill(pid, 'SIGSTOP')
      await wait(unsentMs)
    }
    await this.end(leader.name)
    return leader.name
  }

  /** Starts a killed node again. */
  restart(name: string): void {
    this.startNode(this.nodes.find((node) => node.name === name)!)
  }

  async stop(): Promise<void> {
    for (const name of this.children.keys()) await this.end(name)
    removeServerFolder(this.folder)
  }

  /** Kills a program, and the Postgres of a node, which is in a session of its own. */
  private async end(name: string): Promise<void> {
    const child = this.children.get(name)!
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit')
      process.kill(-child.pid!, 'SIGKILL')
      await ended
    }
    const node = this.nodes.find((one) => one.name === name)
    if (node) await killPostgres(node.data)
  }

  private configOf({ name }: Node): string {
    return join(this.folder, `${name}.json`)
  }

  private startNode(node: Node): void {
    this.spawn(node.name, 'patroni', [this.configOf(node)])
  }

  private async startEtcd(): Promise<void> {
    const client = `http://127.0.0.1:${this.etcdPort}`
    const peer = `http://127.0.0.1:${await freePort()}`
    const data = ['--name', 'etcd', '--data-dir', join(this.folder, 'etcd')]
    const clients = ['--listen-client-urls', client, '--advertise-client-urls', client]
    const peers = ['--listen-peer-urls', peer, '--initial-advertise-peer-urls', peer]
    this.spawn('etcd', 'etcd', [...data, ...clients, ...peers, '--initial-cluster', `etcd=${peer}`])
    for (;;) {
      const response = await fetch(`${client}/health`).catch(() => null)
      if (response?.ok) return
      await wait(100)
    }
  }

  /** In a process group of its own, as the user that may run Postgres. */
  private spawn(name: string, program: string, args: string[]): void {
    const file = join(this.folder, '..', `${name}.log`)
    const log = openSync(file, 'a')
    const options = { ...(serverAccount() ?? {}), cwd: '/', detached: true }
    this.children.set(name, spawn(program, args, { ...options, stdio: ['ignore', log, log] }))
  }
}

/** Kills a server and all its processes, those that are stopped too. */
async function killPostgres(data: string): Promise<void> {
  const file = join(data, 'postmaster.pid')
  if (!existsSync(file)) return
  const server = Number(readFileSync(file, 'utf8').split('\n')[0])
  const children = spawnSync('pgrep', ['-P', `${server}`], { encoding: 'utf8' }).stdout.split('\n')
  for (const pid of [server, ...children.filter(Boolean).map(Number)]) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It ended with its server.
    }
  }
}

/** Process ids of those that send WAL to replicas. */
async function senders(url: string): Promise<number[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ pid: number }>('SELECT pid FROM pg_stat_replication')
  await client.end()
  return rows.map(({ pid }) => pid)
}

import { POSTGRES_BIN } from '../servers'

/** A node of a cluster. */
export interface Node {
  name: string
  /** Folder of its Postgres. */
  data: string
  postgres: number
  /** Port of Patroni. */
  rest: number
}

/** Configuration of Patroni. JSON is YAML. */
export function patroniConfig(node: Node, etcdPort: number, isSynchronous: boolean): string {
  const { name, data, postgres, rest } = node
  const at = (port: number) => `127.0.0.1:${port}`
  const user = { username: 'postgres', password: 'postgres' }
  return JSON.stringify({
    scope: 'linchpin',
    name,
    restapi: { listen: at(rest), connect_address: at(rest) },
    etcd3: { hosts: at(etcdPort) },
    bootstrap: {
      dcs: {
        ttl: 6,
        loop_wait: 1,
        retry_timeout: 2,
        maximum_lag_on_failover: 100_000_000,
        synchronous_mode: isSynchronous,
        postgresql: {
          use_pg_rewind: true,
          // Losing the data of a test at a power cut is no loss.
          parameters: { fsync: 'off', shared_buffers: '64MB', wal_keep_size: '128MB' },
        },
      },
      initdb: [{ encoding: 'UTF8' }, { locale: 'C' }, 'data-checksums'],
    },
    postgresql: {
      listen: at(postgres),
      connect_address: at(postgres),
      data_dir: data,
      bin_dir: POSTGRES_BIN,
      pgpass: `${data}.pgpass`,
      pg_hba: [
        'local all all trust',
        'host all all 127.0.0.1/32 trust',
        'host replication all 127.0.0.1/32 trust',
      ],
      authentication: { superuser: user, replication: user, rewind: user },
      parameters: { unix_socket_directories: '' },
      remove_data_directory_on_rewind_failure: true,
      remove_data_directory_on_diverged_timelines: true,
    },
  })
}

/** Configuration of haproxy: connections go to the node that Patroni says is the primary. */
export function haproxyConfig(nodes: readonly Node[], port: number): string {
  const servers = nodes.map(
    (node) =>
      `  server ${node.name} 127.0.0.1:${node.postgres} maxconn 100 check port ${node.rest}`,
  )
  return `global
  maxconn 200
defaults
  mode tcp
  retries 2
  timeout client 30m
  timeout server 30m
  timeout connect 2s
  timeout check 2s
listen primary
  bind 127.0.0.1:${port}
  option httpchk GET /primary
  http-check expect status 200
  default-server inter 500ms fall 2 rise 1 on-marked-down shutdown-sessions
${servers.join('\n')}
`
}

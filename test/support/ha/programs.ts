import { spawnSync } from 'node:child_process'
import { NO_POSTGRES } from '../servers'

const PROGRAMS = { patroni: '--version', etcd: '--version', haproxy: '-v' }

const missing = Object.entries(PROGRAMS).filter(
  ([name, flag]) => spawnSync(name, [flag]).status !== 0,
)

/** Why there is no cluster to test with; null: there can be one. */
export const NO_CLUSTER =
  NO_POSTGRES ??
  (missing.length > 0
    ? `not installed: ${missing.map(([name]) => name).join(', ')} (Debian packages patroni, etcd-server, haproxy)`
    : null)

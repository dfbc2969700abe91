import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Seconds of CPU of an embedded Postgres and all its processes, those that ended included. @param dataDir its folder */
export function postgresCpu(dataDir) {
  const [postmaster] = readFileSync(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8').split(
    '\n',
  )
  let ticks = 0
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    let text
    try {
      text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    } catch {
      continue
    }
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const own = Number(fields[11]) + Number(fields[12])
    if (pid === postmaster) ticks += own + Number(fields[13]) + Number(fields[14])
    else if (fields[1] === postmaster) ticks += own
  }
  return ticks / 100
}

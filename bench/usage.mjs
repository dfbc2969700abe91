// Loaded into a process that is measured: writes what it used when it ends.
import { writeFileSync } from 'node:fs'

process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  const cpu = (userCPUTime + systemCPUTime) / 1e6
  writeFileSync(process.env.BENCH_USAGE, JSON.stringify({ cpu, peakMb: Math.round(maxRSS / 1024) }))
})

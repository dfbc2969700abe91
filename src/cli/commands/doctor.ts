import { Command } from 'commander'
import type { Config } from '../../config/env'

/** `linchpin doctor`: says what is wrong with a set-up, and what mends it. @param version of Linchpin */
export function doctorCommand(load: () => Config, version: string): Command {
  return new Command('doctor')
    .description(
      'check configuration, database, providers and clock: what is wrong, and what mends it',
    )
    .option('--json', 'print one JSON object')
    .action(async ({ json = false }: { json?: boolean }) => {
      const { examine } = await import('../doctor/examine.js')
      const { facts, redact } = await examine(load)
      const { diagnose } = await import('../../doctor/diagnose.js')
      const { jsonReport, textReport } = await import('../../doctor/report.js')
      const diagnosis = diagnose(facts)
      const text = json ? jsonReport(facts, diagnosis, version) : textReport(facts, diagnosis)
      console.log(redact(text))
      process.exitCode = diagnosis.exitCode
    })
}

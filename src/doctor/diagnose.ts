import type { Problem } from './check'
import { CONFIGURATION_CHECKS } from './checks/configuration'
import { DATABASE_CHECKS } from './checks/database'
import { MACHINE_CHECKS } from './checks/machine'
import { POSTGRES_CHECKS } from './checks/postgres'
import { PROVIDER_CHECKS } from './checks/providers'
import type { Facts } from './facts'

/** All checks, in the order of docs/doctor.md. */
export const CHECKS = [
  ...MACHINE_CHECKS,
  ...CONFIGURATION_CHECKS,
  ...DATABASE_CHECKS,
  ...POSTGRES_CHECKS,
  ...PROVIDER_CHECKS,
]

export interface Diagnosis {
  findings: readonly (Problem & { check: string })[]
  unchecked: readonly { check: string; reason: string }[]
  /** Checks that found nothing. */
  passed: readonly string[]
  /** That of a start with these faults; 0: there are none. */
  exitCode: number
}

/** What a person must correct comes before what a person must decide, and that before what may pass. */
const SEVERITY = [78, 65, 69]

/** Makes all checks. */
export function diagnose(facts: Facts): Diagnosis {
  const outcomes = CHECKS.map(({ id, run }) => ({ check: id, outcome: run(facts) }))
  const findings = outcomes.flatMap(({ check, outcome }) =>
    'unchecked' in outcome ? [] : outcome.map((problem) => ({ check, ...problem })),
  )
  const unchecked = outcomes.flatMap(({ check, outcome }) =>
    'unchecked' in outcome ? [{ check, reason: outcome.unchecked }] : [],
  )
  const passed = outcomes.flatMap(({ check, outcome }) =>
    !('unchecked' in outcome) && outcome.length === 0 ? [check] : [],
  )
  const codes = findings.map(({ exitCode }) => exitCode)
  return { findings, unchecked, passed, exitCode: SEVERITY.find((c) => codes.includes(c)) ?? 0 }
}

import type { Config } from '../../config/env'
import type { Facts } from '../../doctor/facts'
import { redactorOf } from '../log'
import { refusedConfiguration } from './configuration'
import { knownError } from './known-error'
import { probeMachine } from './machine'
import { probe } from './probe'

/**
 * The facts of the set-up, and what redacts its secrets from a text.
 * @param load reads the configuration; LP1001 is a fact, too
 */
export async function examine(
  load: () => Config,
): Promise<{ facts: Facts; redact: (text: string) => string }> {
  let config: Config
  try {
    config = load()
  } catch (error) {
    // Its message has no secrets.
    const configuration = refusedConfiguration(knownError(error))
    const nothing = { chain: null, database: null, providers: null, portal: null }
    return { facts: { machine: probeMachine([]), configuration, ...nothing }, redact: String }
  }
  return { facts: await probe(config), redact: redactorOf(config) }
}

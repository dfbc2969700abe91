import { advice, type Check, fault, unchecked } from '../check'
import type { Facts } from '../facts'

const CONFIG = 78
/** An indexer and an API, each with its heap and its threads. */
const MEMORY = 512 * 2 ** 20
/** The header Date has whole seconds, and answers take a while. */
const CLOCK_SECONDS = 10

/** Whether a version fulfils `engines`: alternatives of the forms ^a.b.c and >=a. */
function fulfils(version: string, engines: string): boolean {
  const numbers = (text: string) => [...text.matchAll(/\d+/g)].map(Number)
  const own = numbers(version)
  return engines.split('||').some((range) => {
    const least = numbers(range)
    const differs = least.findIndex((part, at) => part !== (own[at] ?? 0))
    if (differs === -1) return true
    const isNewer = (own[differs] ?? 0) > least[differs]!
    return isNewer && (differs > 0 || range.trim().startsWith('>='))
  })
}

export const MACHINE_CHECKS: readonly Check<Facts>[] = [
  {
    id: 'machine.node',
    run: ({ machine: { node, engines } }) =>
      fulfils(node, engines)
        ? []
        : [fault(`Node ${node} is not supported`, `install Node ${engines}`, CONFIG)],
  },
  {
    id: 'machine.memory',
    run: ({ machine: { memory } }) =>
      memory >= MEMORY
        ? []
        : [
            advice(
              `${Math.floor(memory / 2 ** 20)} MB of memory are few for an indexer and an API`,
              'give it 1 GB or more: mem_limit in docker-compose.yml, MemoryMax of systemd',
            ),
          ],
  },
  {
    id: 'machine.clock',
    run({ machine: { clocks } }) {
      if (clocks.length === 0) return unchecked('no other clock answers')
      const off = clocks.filter(({ seconds }) => Math.abs(seconds) > CLOCK_SECONDS)
      if (off.length === 0) return []
      const differences = off.map(({ of, seconds }) => {
        return `${Math.abs(Math.round(seconds))} s ${seconds > 0 ? 'ahead of' : 'behind'} ${of}`
      })
      return [
        advice(
          `the clock of this machine is ${differences.join(', ')}: ages of blocks and /ready go by the clocks of this machine and of the database`,
          'timedatectl set-ntp true, on the machine whose clock is wrong',
        ),
      ]
    },
  },
]

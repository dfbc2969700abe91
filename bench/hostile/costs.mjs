// Milliseconds of computing as they are estimated, and as the process takes them, field by field.
import { readFileSync } from 'node:fs'
import { report } from '../report.mjs'
import { outcomeOf, send } from './client.mjs'
import { pricing } from './documents.mjs'

/** Runs of each field, each with other arguments. */
const RUNS = 4

const fieldsOf = ({ head, avss, operators, ...network }) => {
  const priced = pricing(network)
  const faults = (n) => `faults: {probability: "0.0${1 + n}"}`
  return {
    concentration: (n) => `concentration(of: OPERATORS, basis: REGISTERED) { a${n}: hhi gini }`,
    'concentration of STAKERS': (n) => `concentration(of: STAKERS) { a${n}: hhi }`,
    'concentration with block': (n) =>
      `concentration(of: OPERATORS, basis: REGISTERED, block: {number: ${head - 500 * (n + 1)}}) { hhi }`,
    'series of 10 points': (n) =>
      `series(metric: HHI, from: ${head - 1000 - n}, to: ${head - 10 - n}, every: 110) { value }`,
    'series of 50 points': (n) =>
      `series(metric: HHI, from: ${head - 5000 - n}, to: ${head - 100 - n}, every: 100) { value }`,
    'series of 5 points of STAKERS': (n) =>
      `series(metric: GINI, of: STAKERS, from: ${head - 500 - n}, to: ${head - 10 - n}, every: 120) { value }`,
    flowCorrelation: (n) =>
      `flowCorrelation(from: ${head - 5000 - n}, every: 100, largest: 100) { pairs { kendall } }`,
    overlap: (n) => `overlap(among: AVSS, measure: COSINE) { a${n}: pairs(limit: 1000) { value } }`,
    'overlap of OPERATORS': (n) =>
      `overlap(among: OPERATORS, measure: RUZICKA) { a${n}: pairs(limit: 1000) { value } }`,
    correlation: (n) => `correlation(${faults(n)}, ${priced}) { pairs(limit: 1000) { value } }`,
    communities: (n) =>
      `communities(seed: ${n}) { communities(limit: 1000) { members { avs { id } } } }`,
    contagion: (n) =>
      `contagion(fraction: "0.${1 + n}", shocked: [{avs: "${avss[0]}"}], ${priced}) { rounds }`,
    simulate: (n) =>
      `simulate(shocks: [{loss: {operator: "${operators[n]}", fraction: "0.5"}}], ${priced}) { meta { nullReason } }`,
    leverage: (n) => `leverage(${priced}) { a${n}: meta { nullReason } }`,
    governance: (n) => `governance(${priced}) { a${n}: meta { nullReason } }`,
    prices: (n) => `prices(${priced}) { a${n}: pools { shareValue } }`,
    robustness: (n) => `robustness(${priced}) { a${n}: gamma }`,
    worstOperators: (n) => `worstOperators(k: ${5 + n}, ${priced}) { value }`,
    'lossDistribution of 100,000': (n) =>
      `lossDistribution(${faults(n)}, draws: 100000, ${priced}) { anyLoss }`,
    'lossDistribution of 1,000,000': (n) =>
      `lossDistribution(${faults(n)}, draws: 1000000, ${priced}) { anyLoss }`,
    'lossDistribution.avss': (n) =>
      `lossDistribution(${faults(n)}, draws: 262144, ${priced}) { avss(level: "0.95", limit: 30) { avs { id } } }`,
    __schema: (n) =>
      `__schema { a${n}: types { name description fields { name args { name type { name } } type { name } } inputFields { name type { name } } } }`,
  }
}

/** Prints a line for each field. */
export async function measureCosts(api, network) {
  const peer = { port: api.port, address: '127.0.0.1' }
  for (const [name, field] of Object.entries(fieldsOf(network))) {
    // The first one starts the thread.
    await send(peer, { body: { query: `{ ${field(RUNS)} }` } })
    const before = cpuOf(api.pid)
    let answer
    for (let n = 0; n < RUNS; n++) answer = await send(peer, { body: { query: `{ ${field(n)} }` } })
    const cpu = (cpuOf(api.pid) - before) / RUNS
    const estimate = /"milliseconds":(\d+)/.exec(answer.text ?? '')?.[1]
    report(name, { estimated: Number(estimate), 'CPU ms': cpu, answer: outcomeOf(answer) })
  }
}

/** CPU milliseconds that a process has used, in all its threads. */
function cpuOf(pid) {
  const [user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .split(') ')[1]
    .split(' ')
    .slice(11, 13)
  return (Number(user) + Number(system)) * 10
}

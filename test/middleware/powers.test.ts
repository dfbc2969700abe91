import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { useRecordedApi } from '../support/api/recorded-api'
import { log } from '../support/middleware/chain'
import { MIDDLEWARE, middlewareTruth } from '../support/middleware/truth'

const low = (hex: string) => hex.toLowerCase()
const api = useRecordedApi('powers', MIDDLEWARE)
const { middleware } = JSON.parse(readFileSync(`${MIDDLEWARE}/deployment.json`, 'utf8'))
const manager = low(middleware.ejectionManager)
const vetoable = low(middleware.vetoableSlasher)

/** Data of all logs of an event, in order, from the recorded lines. */
function dataOf(signature: string): { block: number; words: string[] }[] {
  const { topics } = log(manager, signature)
  const lines = gunzipSync(readFileSync(`${MIDDLEWARE}/logs.jsonl.gz`))
    .toString()
    .trim()
  return lines.split('\n').flatMap((line) => {
    const one = JSON.parse(line)
    if (one.topics[0] !== topics[0]) return []
    const words = one.data.slice(2).match(/.{64}/g) ?? []
    return [
      { block: Number(one.blockNumber), words: words.map((word: string) => `0x${word.slice(24)}`) },
    ]
  })
}

test.each([263, 1500])(
  'who may eject, approve churn and veto is who the contracts answer, at block %i',
  async (block) => {
    const { avsMiddleware: truth } = middlewareTruth(MIDDLEWARE).find((one) => one.block === block)!
    const { governance } = await api.ask(`{ governance(block: {number: ${block}}) {
    quorums { coordinator { id } kind avs { id } avsFoundBy ejector { id } ejectors { id } churnApprover { id } slashers { id } vetoCommittee { id } vetoPeriod }
    sharedControllers(by: EJECTOR) { incomplete { id } }
  } }`)
    const id = (address: string) => ({ id: low(address) })
    const accounts = dataOf('EjectorUpdated(address,bool)').map(({ words }) => words[0]!)
    expect(governance.quorums).toEqual([
      {
        coordinator: id(truth.coordinator),
        kind: 'REGISTRY_COORDINATOR',
        avs: id(truth.avs),
        avsFoundBy: 'LISTED',
        ejector: id(truth.ejector),
        ejectors: accounts.map(id),
        churnApprover: id(truth.churnApprover),
        slashers: [vetoable, low(middleware.instantSlasher)].sort().map(id),
        vetoCommittee: id(truth.vetoCommittee),
        vetoPeriod: `${middleware.vetoPeriod}`,
      },
    ])
    expect(governance.sharedControllers.incomplete).toEqual([])
  },
)

test('replaced registrars are those of the logs, a first one left out', async () => {
  const expected = []
  const last = new Map<string, string>()
  for (const { block, words } of dataOf('AVSRegistrarSet(address,address)')) {
    const [avs, after] = words as [string, string]
    const before = last.get(avs)
    if (before !== undefined)
      expected.push({ avs: { id: avs }, before: { id: before }, after: { id: after }, block })
    last.set(avs, after)
  }
  expect(expected.length).toBeGreaterThan(20)
  const { governance } = await api.ask(
    '{ governance { registrarChanges { avs { id } before { id } after { id } block } } }',
  )
  expect(governance.registrarChanges).toEqual(expected.toReversed())
})

test('stake under a committee is what its slasher can slash; of sets whose slasher is not followed it is unknown', async () => {
  const { slashers, committees, ejectors, churn } = await api.ask(`{
    slashers: controllers(by: SLASHER) { perPool(limit: 3) { pool { id } controllers { controller { id } type stake operatorSets { id } } slashable } }
    committees: controllers(by: VETO_COMMITTEE) { perPool(limit: 3) { pool { id } controllers { controller { id } type stake operatorSets { id } } unknown unknownSets { id } } }
    ejectors: controllers(by: EJECTOR) { perPool(limit: 3) { controllers { controller { id } type } } }
    churn: controllers(by: CHURN_APPROVER) { perPool(limit: 3) { controllers { controller { id } } } }
  }`)
  const { avsMiddleware: truth } = middlewareTruth(MIDDLEWARE).at(-1)!
  expect(slashers.perPool.length).toBeGreaterThan(0)
  let found = 0
  for (const [pool, { controllers }] of slashers.perPool.entries()) {
    const own = controllers.find(
      (one: { controller: { id: string } }) => one.controller.id === vetoable,
    )
    const committee = committees.perPool[pool].controllers
    if (!own) continue
    found += 1
    expect(own.type).toBe('AVS_CONTRACT')
    expect(committee).toEqual([
      { ...own, controller: { id: low(truth.vetoCommittee) }, type: 'UNKNOWN' },
    ])
    const named = (list: { controller: { id: string } }[]) =>
      list.map(({ controller }) => controller.id)
    expect(named(ejectors.perPool[pool].controllers)).toContain(manager)
    expect(named(churn.perPool[pool].controllers)).toEqual([low(truth.churnApprover)])
    const { unknownSets } = committees.perPool[pool]
    expect(unknownSets.map(({ id }: { id: string }) => id)).not.toContain(own.operatorSets[0].id)
  }
  expect(found).toBeGreaterThan(0)
})

test('the first ejector of a coordinator is a first setting, not a change', async () => {
  const { governance } = await api.ask(
    '{ governance { changes(blocks: 2000) { kinds { kind count firstSettings } } } }',
  )
  const roles = governance.changes.kinds.find(({ kind }: { kind: string }) => kind === 'ROLE')
  expect(roles.firstSettings).toBe(2)
})

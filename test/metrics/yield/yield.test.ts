import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { add, divide, multiply, type Ratio, ratio } from '../../../src/risk/math/ratio'
import { IS_LONG, someOf } from '../../long.mjs'
import { type ServedRecording, serveRecording } from '../../support/api/recorded-api'
import { groundTruth, recordings } from '../../support/recordings'
import {
  accrued,
  all,
  DAY,
  logsOf,
  near,
  type Submission,
  submissionsOf,
  sumBy,
  ZERO,
} from '../../support/risk/reward-submissions'

/*
 * Yield by source, computed a second time: from recorded logs, by plain loops over submissions and exact fractions, and the
 * stake from plain rows; without the SQL of the API, the stake graph and the module risk (but for fractions).
 */

const RECORDINGS = recordings()
  .filter(({ name }) => /-(a|large)$/.test(name))
  .slice(0, IS_LONG ? undefined : 1)
  .map(({ name, dir }) => {
    const checkpoints = groundTruth(dir)
    const logs = logsOf(dir)
    const step = Math.max(1, Math.floor(checkpoints.length / 5))
    const chosen = checkpoints
      .filter((_, index) => index % step === step - 1)
      .slice(-5)
      .map(({ block, timestamp }) => ({ block, now: timestamp }))
    return { name, dir, logs, chosen: someOf(chosen, 3), checkpoints }
  })

describe.each(RECORDINGS)(
  'yieldSources of $name, recomputed',
  ({ dir, logs, chosen, checkpoints }) => {
    let client: pg.Client
    let api: ServedRecording
    let submissions: Submission[]
    /** Reward tokens, the most frequent first. */
    let tokens: string[]
    let assets: { asset: string; decimals: number }[]

    beforeAll(async () => {
      api = await serveRecording('riskyield', dir)
      client = new pg.Client({ connectionString: api.databaseUrl })
      await client.connect()
      submissions = submissionsOf(logs)
      const count = new Map<string, number>()
      for (const { token } of submissions) count.set(token, (count.get(token) ?? 0) + 1)
      tokens = [...count].sort((a, b) => b[1] - a[1]).map(([token]) => token)
      assets = (await client.query('SELECT DISTINCT key AS asset, decimals FROM asset')).rows
    }, 300_000)

    afterAll(async () => {
      await client?.end()
      await api?.close()
    })

    /** Worth of a base unit of what has a price: reward tokens 3/7, other assets 2. */
    const prices = () =>
      new Map([...assets.map(({ asset }) => asset), ...tokens.slice(0, 2)].map((one) => [one, '2']))
        .set(tokens[0]!, '3/7')
        .set(tokens[1]!, '21/20')

    function worth(token: string): Ratio {
      const [num, den] = prices().get(token)!.split('/').map(BigInt)
      const decimals = assets.find(({ asset }) => asset === token)?.decimals ?? 18
      return ratio(num!, (den ?? 1n) * 10n ** BigInt(decimals))
    }

    function argumentsOf(window: string, rest = '') {
      const list = [...prices()].map(([asset, value]) => `{asset: "${asset}", value: "${value}"}`)
      const untold = tokens
        .slice(0, 2)
        .filter((token) => !assets.some(({ asset }) => asset === token))
        .map((token) => `{asset: "${token}", decimals: 18}`)
      return `pricing: {numeraire: ETH, prices: [${list}], sources: [ARGUMENTS]}, decimals: [${untold}],
      classes: [{asset: "${tokens[0]}", class: OWN_TOKEN}, {asset: "${tokens[1]}", class: FEE_LIKE}], ${window} ${rest}`
    }

    const isPriced = ({ token }: Submission) =>
      tokens.slice(0, 2).includes(token) || assets.some(({ asset }) => asset === token)
    const sourceOf = ({ token, isProgrammatic }: Submission) =>
      isProgrammatic
        ? 'PROGRAMMATIC'
        : token === tokens[0]
          ? 'OWN_TOKEN'
          : token === tokens[1]
            ? 'FEE_LIKE'
            : 'UNCLASSIFIED'

    test('has programmatic rewards for all earners, and by the EmissionsController for an AVS', () => {
      const programmatic = submissions.filter((one) => one.isProgrammatic)
      expect(programmatic.some(({ avs }) => avs === null)).toBe(true)
      expect(programmatic.some(({ avs, set }) => avs !== null && set === null)).toBe(true)
      expect(submissions.length).toBeGreaterThan(100)
    })

    const blockTime = (index: number) => Number(logs[index]!.blockTimestamp)

    /** Worth of 1e18 shares of the pools that have a rate and a price, by pool. */
    async function ratesAt(block: number): Promise<Map<string, Ratio>> {
      const { rows } = await client.query(
        `SELECT key AS pool, asset_id AS asset, exchange_rate::text AS rate FROM pool
       WHERE from_block <= $1 AND (to_block IS NULL OR to_block > $1)`,
        [block],
      )
      const native = ({ asset, rate }: { asset: string; rate: string | null }) =>
        /^0x0+$/.test(asset) ? `1${'0'.repeat(18)}` : rate
      return new Map(
        rows.flatMap((row): [string, Ratio][] =>
          row.asset === null || native(row) === null
            ? []
            : [[row.pool, multiply(ratio(BigInt(native(row)!)), worth(row.asset))]],
        ),
      )
    }

    function worthOf(held: Map<string, bigint>, rates: Map<string, Ratio>): Ratio {
      return [...held].reduce((sum, [pool, shares]) => {
        const rate = rates.get(pool)
        return rate ? add(sum, multiply(ratio(shares, 10n ** 18n), rate)) : sum
      }, ZERO)
    }

    test('apr: stake at five checkpoints, as the contracts answered, delegated and slashable', async () => {
      const head = checkpoints.at(-1)!
      const rates = await ratesAt(head.block)
      // Blocks without logs have no time: a point in time never falls on them.
      const blocks = new Set(logs.map(({ blockNumber }) => Number(blockNumber)))
      const timed = checkpoints.filter(
        ({ block, timestamp }) => blocks.has(block) && timestamp + 3_600 < head.timestamp,
      )
      const step = Math.max(1, Math.floor(timed.length / 5))
      const some = timed.filter((_, index) => index % step === 0).slice(-5)
      const put = (held: Map<string, bigint>, amounts: Record<string, string>) => {
        for (const [pool, amount] of Object.entries(amounts)) {
          held.set(pool.toLowerCase(), (held.get(pool.toLowerCase()) ?? 0n) + BigInt(amount))
        }
      }
      let slashable = 0
      for (const { timestamp, operators, operatorSets } of some) {
        const delegated = new Map<string, bigint>()
        for (const { shares } of Object.values(operators)) put(delegated, shares)
        const byAvs = new Map<string, Map<string, bigint>>()
        for (const [set, { minSlashableNow, strategies }] of Object.entries(operatorSets)) {
          const avs = set.split('/')[0]!.toLowerCase()
          if (!byAvs.has(avs)) byAvs.set(avs, new Map())
          for (const amounts of Object.values(minSlashableNow)) {
            // What is allocated in a pool that the set no longer accepts is not behind it.
            const accepted = Object.entries(amounts).filter(([pool]) => strategies.includes(pool))
            put(byAvs.get(avs)!, Object.fromEntries(accepted))
          }
        }
        const ask = async (basis: string, scope: string, held: Map<string, bigint>) => {
          const window = `from: ${timestamp - 3_600}, to: ${timestamp + 3_600}, stakePoints: 1`
          const { yieldSources } = await api.ask(
            `{ yieldSources(${argumentsOf(window, `basis: ${basis} ${scope} block: {number: ${head.block}}`)}) { apr { points { time stake } } } }`,
          )
          const [point] = yieldSources.apr.points
          expect(point.time).toBe(timestamp)
          const expected = worthOf(held, rates)
          near(point.stake ?? '0', expected)
          return expected.num > 0n
        }
        expect(await ask('DELEGATED', '', delegated)).toBe(true)
        for (const [avs, held] of byAvs) {
          if (await ask('SLASHABLE', `scope: {avs: "${avs}"}`, held)) slashable++
        }
      }
      expect(some.length).toBe(5)
      expect(slashable).toBeGreaterThan(5)
    })

    describe.each(chosen)('at block $block', ({ block, now }) => {
      // Bounds within days and submissions, so that overlaps are partial.
      const from = now - 17 * DAY - 12_345
      const to = now - 4_321

      const scopes = () => {
        const known = submissions.filter((one) => one.block <= block)
        const [avs] = [
          ...sumBy(
            known,
            (one) => one.avs ?? '',
            () => ratio(1n),
          ),
        ]
          .filter(([id]) => id !== '')
          .sort((a, b) => Number(b[1].num - a[1].num))[0]!
        const set = known.find((one) => one.set !== null)!.set!
        return [
          { scope: '', mine: known },
          { scope: `scope: {avs: "${avs}"}`, mine: known.filter((one) => one.avs === avs) },
          { scope: `scope: {operatorSet: "${set}"}`, mine: known.filter((one) => one.set === set) },
        ]
      }

      test('sources, tokens, payers and the runway: of all, of the AVS with most submissions, of a set', async () => {
        for (const { scope, mine } of scopes()) {
          const { yieldSources: answer } = await api.ask(
            `{ yieldSources(${argumentsOf(`from: ${from}, to: ${to}, block: {number: ${block}}`, scope)}) {
            from to value zeroDuration sources { source value share { value atLeast atMost nullReason } }
            emissionShare { value atLeast atMost } feeLikeShare { value atLeast atMost }
            tokens(limit: 1000) { token { id } source amount value remaining missing }
            payers(limit: 1000) { payer { id } value share } payerHhi effectivePayers
            runway { remaining perDay days until nullReason } meta { nullReason pricing { unpriced { id } } } } }`,
          )
          expect([answer.from, answer.to, answer.zeroDuration]).toEqual([from, to, 0])
          const value = (one: Submission, part: Ratio) =>
            isPriced(one) ? multiply(part, worth(one.token)) : ZERO
          const earned = (one: Submission) => accrued(one, from, to)
          const later = (one: Submission) => accrued(one, now, one.start + one.duration)
          const bySource = sumBy(mine, sourceOf, (one) => value(one, earned(one)))
          const total = all(bySource)
          const isEarned = mine.some((one) => earned(one).num > 0n)
          if (total.num === 0n) {
            expect(answer.value).toBe(isEarned ? null : '0')
            expect(answer.meta.nullReason).toBe(isEarned ? 'UNPRICED' : null)
          } else {
            near(answer.value, total)
            const open = bySource.get('UNCLASSIFIED') ?? ZERO
            for (const { source, value, share } of answer.sources) {
              const own = bySource.get(source) ?? ZERO
              near(value, own)
              near(share.atLeast, divide(own, total))
              const isSure = open.num === 0n || /PROGRAMMATIC|UNCLASSIFIED/.test(source)
              if (isSure) near(share.value, divide(own, total))
              else expect(share).toMatchObject({ value: null, nullReason: 'ASSUMPTION_MISSING' })
              near(share.atMost, divide(isSure ? own : add(own, open), total))
            }
            const emission = add(
              bySource.get('PROGRAMMATIC') ?? ZERO,
              bySource.get('OWN_TOKEN') ?? ZERO,
            )
            near(answer.emissionShare.atLeast, divide(emission, total))
            near(
              answer.feeLikeShare.atMost,
              divide(add(bySource.get('FEE_LIKE') ?? ZERO, open), total),
            )
          }

          const key = (one: Submission) => `${one.token} ${sourceOf(one)}`
          const amounts = sumBy(mine, key, earned)
          const rest = sumBy(mine, key, later)
          expect(answer.tokens.length).toBe(new Set([...amounts.keys(), ...rest.keys()]).size)
          for (const { token, source, amount, value, remaining, missing } of answer.tokens) {
            const own = amounts.get(`${token.id} ${source}`) ?? ZERO
            near(amount, own)
            near(remaining, rest.get(`${token.id} ${source}`) ?? ZERO)
            if (prices().has(token.id)) near(value, multiply(own, worth(token.id)))
            else expect([value, missing]).toEqual([null, 'NO_PRICE'])
          }

          const payers = sumBy(
            mine,
            ({ payer }) => payer,
            (one) => value(one, earned(one)),
          )
          // Those whose tokens have no price are there, too.
          const paying = sumBy(mine, ({ payer }) => payer, earned)
          expect(answer.payers.length).toBe(paying.size)
          for (const { payer, value, share } of answer.payers) {
            const paid = payers.get(payer.id)
            if (!paid) {
              expect([paying.has(payer.id), value, share]).toEqual([true, null, null])
              continue
            }
            near(value, paid)
            near(share, divide(paid, total))
          }
          if (total.num > 0n) {
            const squares = [...payers.values()].map((one) => multiply(one, one)).reduce(add)
            near(answer.payerHhi, divide(squares, multiply(total, total)))
          }

          const coming = mine.filter((one) => one.start + one.duration > now)
          const ends = coming.map((one) => one.start + one.duration)
          expect(answer.runway.until).toBe(ends.length > 0 ? Math.max(...ends) : null)
          const remaining = all(sumBy(coming, key, (one) => value(one, later(one))))
          const perDay = all(
            sumBy(
              coming.filter(({ start }) => start <= now),
              key,
              (one) => value(one, accrued(one, now, now + 1)),
            ),
          )
          if (remaining.num === 0n && coming.length > 0) {
            expect(answer.runway.nullReason).toBe('UNPRICED')
          } else {
            near(answer.runway.remaining, remaining)
            near(answer.runway.perDay, multiply(perDay, ratio(BigInt(DAY))))
            if (perDay.num > 0n) {
              near(answer.runway.days, divide(divide(remaining, perDay), ratio(BigInt(DAY))))
            } else expect(answer.runway).toMatchObject({ days: null, nullReason: 'NOT_DEFINED' })
          }
        }
      })

      test('apr: the mean of the stake at the middle of each part of the window, from plain rows', async () => {
        const { mine } = scopes()[0]!
        const { yieldSources: answer } = await api.ask(
          `{ yieldSources(${argumentsOf(`from: ${from}, to: ${to}, stakePoints: 7, block: {number: ${block}}`)}) {
          apr { value feeLike meanStake points { time block stake } unpricedPools { id } nullReason } meta { basis assumptions { name value } } } }`,
        )
        const { apr, meta } = answer
        expect(meta.basis).toBe('DELEGATED')
        expect(meta.assumptions).toContainEqual({ name: 'stakePoints', value: '7' })
        if (from < blockTime(0)) {
          expect(apr).toMatchObject({ value: null, points: [], nullReason: 'NOT_DEFINED' })
          return
        }
        const rates = await ratesAt(block)
        let sum = ZERO
        for (const [part, { time, block: at, stake }] of apr.points.entries()) {
          expect(time).toBe(Math.floor(from + ((2 * part + 1) * (to - from)) / 14))
          const last = logs.findLast((log) => Number(log.blockTimestamp) <= time)!
          expect(at).toBe(Number(last.blockNumber))
          const { rows } = await client.query(
            `SELECT pool_id AS pool, sum(shares)::text AS shares FROM operator_stake
           WHERE from_block <= $1 AND (to_block IS NULL OR to_block > $1) GROUP BY 1`,
            [at],
          )
          const held = new Map<string, bigint>(rows.map((row) => [row.pool, BigInt(row.shares)]))
          const expected = worthOf(held, rates)
          near(stake, expected)
          sum = add(sum, expected)
        }
        expect(apr.points.length).toBe(7)
        const mean = divide(sum, ratio(7n))
        near(apr.meanStake, mean)
        const total = all(
          sumBy(mine, sourceOf, (one) =>
            isPriced(one) ? multiply(accrued(one, from, to), worth(one.token)) : ZERO,
          ),
        )
        const year = multiply(total, ratio(365n * BigInt(DAY), BigInt(to - from)))
        near(apr.value, divide(year, mean))
      })
    })
  },
)

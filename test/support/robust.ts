import { parseRatio } from '../../src/risk/parse-ratio'
import { add, compare, multiply, type Ratio, ratio, subtract } from '../../src/risk/ratio'
import type { RobustNetwork } from '../../src/risk/robust-network'

/** A ratio from text, with a sign. */
export const read = (value: string): Ratio =>
  value.startsWith('-') ? subtract(ratio(0n), parseRatio(value.slice(1))) : parseRatio(value)

/** A network with whole stakes: stake and profits times the least number that makes all stakes whole. */
export function network(
  sigma: string[],
  pi: string[],
  alpha: string[],
  services: number[][],
): RobustNetwork {
  const stakes = sigma.map(read)
  const unit = stakes.reduce((all, { den }) => (all % den === 0n ? all : all * den), 1n)
  return {
    stake: stakes.map(({ num, den }) => (num * unit) / den),
    services: services.map((members, index) => ({
      members,
      profit: multiply(read(pi[index]!), ratio(unit)),
      threshold: read(alpha[index]!),
    })),
  }
}

/** Largest part of the stake lost in any cascade after any first loss of at most psi: by trying all of them. */
export function worstLoss(whole: RobustNetwork, psi: Ratio): Ratio {
  const n = whole.stake.length
  const total = whole.stake.reduce((sum, stake) => sum + stake, 0n)
  const stakeOf = (mask: number) =>
    whole.stake.reduce((sum, stake, v) => ((mask >> v) & 1 ? sum + stake : sum), 0n)
  const seen = new Map<number, bigint>()
  // An attack on what is left: services that fell stay fallen, so what is left names the state with them.
  const fall = (gone: number, fallen: number): bigint => {
    const state = gone * 2 ** whole.services.length + fallen
    const known = seen.get(state)
    if (known !== undefined) return known
    let worst = stakeOf(gone)
    for (let coalition = 0; coalition < 2 ** n; coalition++) {
      if (coalition & gone) continue
      let gain = ratio(0n)
      let hit = 0
      whole.services.forEach(({ members, profit, threshold }, s) => {
        if ((fallen >> s) & 1) return
        const left = members.filter((v) => !((gone >> v) & 1))
        const behind = left.reduce((sum, v) => sum + whole.stake[v]!, 0n)
        const brought = left.reduce(
          (sum, v) => ((coalition >> v) & 1 ? sum + whole.stake[v]! : sum),
          0n,
        )
        if (brought * threshold.den < threshold.num * behind) return
        hit |= 1 << s
        gain = add(gain, profit)
      })
      if (hit === 0 || compare(gain, ratio(stakeOf(coalition))) <= 0n) continue
      const loss = fall(gone | coalition, fallen | hit)
      if (loss > worst) worst = loss
    }
    seen.set(state, worst)
    return worst
  }
  let worst = 0n
  for (let first = 0; first < 2 ** n; first++) {
    if (stakeOf(first) * psi.den > psi.num * total) continue
    const loss = fall(first, 0)
    if (loss > worst) worst = loss
  }
  // psi itself is lost even where no group of validators has exactly that much.
  const cascade = ratio(worst, total)
  return compare(cascade, psi) > 0n ? cascade : psi
}

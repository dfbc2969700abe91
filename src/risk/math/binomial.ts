/** Coefficients of Lanczos' approximation of the gamma function (g = 7), right to 15 digits. */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313,
  -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6,
  1.5056327351493116e-7,
]
/** Halvings of an interval in [0, 1]: to the last bit of a double. */
const HALVINGS = 60

/** Logarithm of the gamma function of x >= 1. */
function logGamma(x: number): number {
  let sum = LANCZOS[0]!
  for (let index = 1; index < LANCZOS.length; index++) sum += LANCZOS[index]! / (x - 1 + index)
  const t = x + 6.5
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum)
}

/** Continued fraction of the incomplete beta function, by the method of Lentz. */
function betaFraction(a: number, b: number, x: number): number {
  const tiny = 1e-300
  const orTiny = (value: number) => (Math.abs(value) < tiny ? tiny : value)
  let c = 1
  let d = 1 / orTiny(1 - ((a + b) * x) / (a + 1))
  let fraction = d
  for (let m = 1; m <= 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / orTiny(1 + even * d)
    c = orTiny(1 + even / c)
    fraction *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / orTiny(1 + odd * d)
    c = orTiny(1 + odd / c)
    fraction *= d * c
    if (Math.abs(d * c - 1) < 1e-14) break
  }
  return fraction
}

/** Regularized incomplete beta function I_x(a, b), for a and b of at least 1. */
function betaRegularized(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  const log = logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)
  // The fraction converges quickly on one side of the mean.
  return x < (a + 1) / (a + b + 2)
    ? (Math.exp(log) * betaFraction(a, b, x)) / a
    : 1 - (Math.exp(log) * betaFraction(b, a, 1 - x)) / b
}

/**
 * Interval of a probability, of which `hits` of `trials` independent trials hit: its ends are wrong
 * with a probability of at most `error` / 2 each. Source: Clopper and Pearson 1934.
 */
export function binomialInterval(
  hits: number,
  trials: number,
  error: number,
): readonly [lower: number, upper: number] {
  const solve = (isBelow: (p: number) => boolean) => {
    let [low, high] = [0, 1]
    for (let step = 0; step < HALVINGS; step++) {
      const middle = (low + high) / 2
      if (isBelow(middle)) low = middle
      else high = middle
    }
    return [low, high] as const
  }
  return [
    hits === 0 ? 0 : solve((p) => atLeast(hits, trials, p) < error / 2)[0],
    hits === trials ? 1 : solve((p) => atMost(hits, trials, p) > error / 2)[1],
  ]
}

/** Whether the lower end of `binomialInterval` is at least `p`: one value, where the end takes 60. */
export function lowerEndReaches(p: number, hits: number, trials: number, error: number): boolean {
  return p <= 0 || (hits > 0 && p < 1 && atLeast(hits, trials, p) <= error / 2)
}

/** Whether the upper end of `binomialInterval` is at least `p`. */
export function upperEndReaches(p: number, hits: number, trials: number, error: number): boolean {
  return p <= 0 || (hits === trials ? p <= 1 : p < 1 && atMost(hits, trials, p) >= error / 2)
}

/** Probability of `hits` or more of some trials that hit with probability `p`. @param hits above 0 */
function atLeast(hits: number, trials: number, p: number): number {
  return betaRegularized(p, hits, trials - hits + 1)
}

/** Probability of `hits` or fewer. @param hits below `trials` */
function atMost(hits: number, trials: number, p: number): number {
  return 1 - betaRegularized(p, hits + 1, trials - hits)
}

const mean = (values: number[]) => values.reduce((sum, one) => sum + one, 0) / values.length

/** Pearson's r by its textbook sums. */
export function slowPearson(x: number[], y: number[]): number {
  const [mx, my] = [mean(x), mean(y)]
  let [xy, xx, yy] = [0, 0, 0]
  x.forEach((one, i) => {
    xy += (one - mx) * (y[i]! - my)
    xx += (one - mx) ** 2
    yy += (y[i]! - my) ** 2
  })
  return xy / Math.sqrt(xx) / Math.sqrt(yy)
}

/** Mid-ranks by counting: one more than those below, and half of the others that are equal. */
export const slowRanks = (values: bigint[]) =>
  values.map(
    (one) =>
      values.filter((other) => other < one).length +
      (values.filter((other) => other === one).length + 1) / 2,
  )

/** Kendall's tau b by its definition. */
export function slowKendall(x: bigint[], y: bigint[]): number {
  let [alike, opposite, tiedX, tiedY] = [0, 0, 0, 0]
  for (let i = 0; i < x.length; i++) {
    for (let j = i + 1; j < x.length; j++) {
      if (x[i] === x[j]) tiedX++
      if (y[i] === y[j]) tiedY++
      if (x[i] === x[j] || y[i] === y[j]) continue
      if (x[i]! < x[j]! === y[i]! < y[j]!) alike++
      else opposite++
    }
  }
  const all = (x.length * (x.length - 1)) / 2
  return (alike - opposite) / Math.sqrt((all - tiedX) * (all - tiedY))
}

/** One line of results, for people on a terminal and for machines in a pipe. */
export function report(name, figures) {
  if (process.stdout.isTTY) {
    const text = Object.entries(figures).map(([key, value]) => `${key} ${value}`)
    process.stdout.write(`${name.padEnd(44)} ${text.join('  ')}\n`)
  } else process.stdout.write(`${JSON.stringify({ name, ...figures })}\n`)
}

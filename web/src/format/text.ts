/** `0x1234…abcd`; other ids as they are, but no longer than 40 characters. */
export function shortened(id: string): string {
  const address = /^(.*)0x([\da-f]{4})[\da-f]{32}([\da-f]{4})(.*)$/i.exec(id)
  if (address) {
    const [, before = '', start = '', end = '', after = ''] = address
    return `${before}0x${start}…${end}${after}`
  }
  return id.length > 40 ? `${id.slice(0, 39)}…` : id
}

/** Characters that turn the direction of text, or are not seen: a name could pass for another one. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/** Text of anybody, in one line of at most 60 characters. */
export function tamed(text: string): string {
  const shown = text.replace(UNSEEN, '\ufffd')
  return shown.length > 60 ? `${shown.slice(0, 59)}…` : shown
}

/** At most so many characters; of a longer text its beginning and its end, which tells numbered names apart. */
export function fitted(text: string, most: number): string {
  if (text.length <= most) return text
  const end = Math.floor((most - 1) / 2)
  return `${text.slice(0, most - 1 - end)}…${text.slice(-end)}`
}

/** Somebody by name, or by short id. */
export const calledOf = ({ id, name }: { id: string; name?: string | null }): string =>
  name ? tamed(name) : shortened(id)

/** `2026-02-18 04:14 UTC`. */
export function timeText(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** `2026-02-18`. */
export function dayText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10)
}

/** `9 s`, `12 min`, `5 h`, `3 days`. */
export function spanText(seconds: number): string {
  if (seconds < 90) return `${seconds} s`
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`
  if (seconds < 129_600) return `${Math.round(seconds / 3600)} h`
  const days = Math.round(seconds / 86_400)
  return `${days} ${days === 1 ? 'day' : 'days'}`
}

/** `1 operator`, `3 operators`; null: `an unknown number of operators`. */
export function counted(count: number | null, one: string, many = `${one}s`): string {
  if (count === null) return `an unknown number of ${many}`
  return `${count.toLocaleString('en').replaceAll(',', '\u202f')} ${count === 1 ? one : many}`
}

/** A word that agrees with a count: `is` of one, `are` of none and of several. */
export const agreed = (count: number | null, one: string, many: string): string =>
  count === 1 ? one : many

/** All of them: `the only pool`, `both pools`, `all 5 pools`. */
export function allOf(count: number, one: string, many = `${one}s`): string {
  if (count === 0) return `no ${one}`
  if (count === 1) return `the only ${one}`
  return count === 2 ? `both ${many}` : `all ${counted(count, one, many)}`
}

/** A part of them: `none of 5 pools`, `2 of 5 pools`, `all 5 pools`. */
export function someOf(count: number, all: number, one: string, many = `${one}s`): string {
  return count === all ? allOf(all, one, many) : `${figured(count)} of ${counted(all, one, many)}`
}

/** A count without a word after it: `none`, `3`. */
export const figured = (count: number): string => (count === 0 ? 'none' : String(count))

/** With a capital at its beginning. */
export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

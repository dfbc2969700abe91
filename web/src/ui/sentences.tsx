import { useView } from '../app/view'

/** What figures say, in words that are computed from them. Said when it changes, where a reader waits for it. */
export function Sentences({ of, isLive = false }: { of: readonly string[]; isLive?: boolean }) {
  const { part } = useView()
  return (
    <section
      class="sentences"
      aria-label={`In words${part}`}
      {...(isLive && { 'aria-live': 'polite' as const })}
    >
      {of.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </section>
  )
}

import { useState } from 'preact/hooks'
import type { Verified } from '../../../src/state-proof/verify'
import { Fact, Facts } from '../ui/facts'
import type { Checked } from './check'

/** Verifies a file that `linchpin prove` wrote, in the browser of whoever was given it. */
export function VerifyProof() {
  const [hash, setHash] = useState('')
  const [text, setText] = useState<string | null>(null)
  const [checked, setChecked] = useState<Checked | null>(null)
  const run = async (bundle: string | null, blockHash: string) => {
    setText(bundle)
    setChecked(null)
    if (bundle === null) return
    // The verifier is loaded when it is needed.
    const { check } = await import('./check')
    setChecked(check(bundle, blockHash.trim()))
  }
  return (
    <section class="verify">
      <h2>Check a proven figure</h2>
      <p>
        A file that <code>linchpin prove</code> wrote is checked on this page, against the hash of a
        block that you trust: neither this server nor its provider is asked.
      </p>
      <form onSubmit={(event) => event.preventDefault()}>
        <label>
          Hash of the block
          <input
            type="text"
            name="hash"
            value={hash}
            placeholder="0x…, from a source that you trust"
            onInput={({ currentTarget }) => {
              setHash(currentTarget.value)
              run(text, currentTarget.value)
            }}
          />
        </label>
        <label>
          File
          <input
            type="file"
            name="bundle"
            accept=".json,application/json"
            onChange={async ({ currentTarget }) =>
              run((await currentTarget.files?.[0]?.text()) ?? null, hash)
            }
          />
        </label>
      </form>
      <div role="status">
        {checked && 'refused' in checked && <p class="refused">Refused: {checked.refused}</p>}
        {checked && 'verified' in checked && <Proven of={checked.verified} />}
      </div>
    </section>
  )
}

function Proven({ of: { bundle, assumed, notProven } }: { of: Verified }) {
  const { figure, block } = bundle
  return (
    <>
      <Facts>
        <Fact name="Proven">{figure.meaning}</Fact>
        <Fact name="Value">
          <code class="whole">{shown(figure.value)}</code>
        </Fact>
        {Object.entries(figure.arguments).map(([name, value]) => (
          <Fact name={name} key={name}>
            <code class="whole">{shown(value)}</code>
          </Fact>
        ))}
        <Fact name="Block">
          {block.number} <code class="whole">{block.hash}</code>
        </Fact>
      </Facts>
      <h3>Assumed</h3>
      <List of={assumed} />
      {notProven.length > 0 && <h3>Not proven</h3>}
      <List of={notProven} />
    </>
  )
}

function List({ of }: { of: readonly string[] }) {
  return (
    <ul>
      {of.map((item) => (
        <li key={item} class="whole">
          {item}
        </li>
      ))}
    </ul>
  )
}

function shown(value: Verified['bundle']['figure']['value']): string {
  if (Array.isArray(value)) return value.join(', ')
  if (typeof value !== 'object') return String(value)
  return Object.entries(value)
    .map(([name, part]) => `${name} ${part}`)
    .join(', ')
}

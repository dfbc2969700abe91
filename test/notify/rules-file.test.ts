import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readRulesFile } from '../../src/notify/rules/file'

const AVS = '0x00000000000000000000000000000000000000Aa'
const SECRET = `whsec_${Buffer.alloc(32, 1).toString('base64')}`
const dir = mkdtempSync(join(tmpdir(), 'rules-'))

function read(text: string) {
  const path = join(dir, 'rules.yaml')
  writeFileSync(path, text)
  return readRulesFile(path)
}

function problem(text: string): string {
  try {
    read(text)
  } catch (error) {
    expect(error).toMatchObject({ code: 'LP1020', exitCode: 78 })
    return (error as Error).message
  }
  return 'no problem'
}

test('YAML and JSON give the same rules and receivers, with lower-case addresses and defaults', () => {
  writeFileSync(join(dir, 'ops.secret'), `${SECRET}\n`)
  const yaml = read(`
rules:
  - { name: whale, rule: operator-share, above: 0.33, pools: ["${AVS}"] }
  - { name: slasher, rule: slasher-announced, operatorSets: ["${AVS}/1"] }
receivers:
  - { name: ops, url: "https://example.com/hook", secretFile: ops.secret }
`)
  expect(yaml).toEqual({
    rules: [
      {
        name: 'whale',
        rule: 'operator-share',
        above: '0.33',
        by: 'pool',
        pools: [AVS.toLowerCase()],
        operatorSets: null,
        avss: null,
      },
      { name: 'slasher', rule: 'slasher-announced', operatorSets: [`${AVS.toLowerCase()}/1`] },
    ],
    receivers: [
      {
        name: 'ops',
        url: 'https://example.com/hook',
        secret: SECRET,
        delivery: 'at-once',
        kinds: ['alert'],
        subjects: null,
      },
    ],
  })
  expect(
    read(
      JSON.stringify({
        rules: yaml.rules,
        receivers: yaml.receivers.map((each) => ({ ...each, subjects: undefined })),
      }),
    ),
  ).toEqual(yaml)
  expect(read('')).toEqual({ rules: [], receivers: [] })
})

test.each([
  ['rules: [{ name: a, rule: nothing }]', 'rules.0.rule'],
  ['rules: [{ name: A b, rule: invalid-block }]', 'rules.0.name: must be lower-case'],
  ['rules: [{ name: a, rule: invalid-block, extra: 1 }]', 'extra'],
  ['rules: [{ name: a, rule: operator-share, above: 1.5 }]', 'rules.0.above: must be above 0'],
  ['rules: [{ name: a, rule: operator-share, above: "1e-3" }]', 'rules.0.above: must be a decimal'],
  [
    'rules: [{ name: a, rule: operator-share, above: 0.3, clearBelow: 0.4 }]',
    'rules.0.clearBelow: must not exceed above',
  ],
  ['rules: [{ name: a, rule: operator-share, above: 0.3, pools: [] }]', 'rules.0.pools'],
  [
    'rules: [{ name: a, rule: operator-share, above: 0.3, pools: ["0x12"] }]',
    'rules.0.pools.0: must be an address',
  ],
  [
    `rules: [{ name: a, rule: concentration, above: 0.3, avss: ["${AVS}"] }]`,
    'rules.0.avss: only with by: operator-set',
  ],
  ['rules: [{ name: a, rule: concentration, above: 0.3, by: avs }]', 'rules.0.by'],
  [
    'rules: [{ name: a, rule: large-withdrawal, shares: -1 }]',
    'rules.0.shares: must be a whole number',
  ],
  ['rules: [{ name: a, rule: event, kinds: [block] }]', 'rules.0.kinds.0'],
  [
    'rules: [{ name: a, rule: invalid-block }, { name: a, rule: invalid-block }]',
    'rules: the name a is given to more than one',
  ],
  ['receivers: [{ name: a, url: "ftp://x", secret: x }]', 'receivers.0.url: must be a URL'],
  ['receivers: [{ name: a, url: "https://x" }]', 'receivers.0: give secret or secretFile'],
  [
    'receivers: [{ name: a, url: "https://x", secretFile: missing }]',
    'receivers.0.secretFile: missing cannot be read (ENOENT)',
  ],
  ['receiver: []', 'receiver'],
  ['rules: 5', 'rules'],
  ['rules: [', 'is invalid'],
])('%s is refused by the name of the field', (text, part) => {
  expect(problem(text)).toContain(part)
})

test('a message about a secret does not have it', () => {
  for (const secret of ['hunter2hunter2', `whsec_${'A'.repeat(8)}`]) {
    const message = problem(`receivers: [{ name: a, url: "https://x", secret: "${secret}" }]`)
    expect(message).toContain('the secret must be whsec_')
    expect(message).not.toContain(secret)
    expect(problem(`receivers: [{ name: a, secret: "${secret}" [}]`)).not.toContain(secret)
  }
})

test('a file that cannot be read is named', () => {
  expect(() => readRulesFile('/no/such.yaml')).toThrow('/no/such.yaml is invalid: ENOENT')
})

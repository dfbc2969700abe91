// Databases of earlier versions, upgraded by this one, compared with a new index table by table.
// npm run bench:upgrade -- [--recording DIR] [--middle BLOCK] [COMMIT...]
// Builds each commit in a worktree of its own, with the packages of this version. Exit code 1 if a table differs.
import { execFileSync, spawnSync } from 'node:child_process'
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { gunzipSync, gzipSync } from 'node:zlib'
import { report } from './report.mjs'

const require = createRequire(import.meta.url)
const { Client } = require('pg')

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    recording: { type: 'string', default: 'fixtures/eigenlayer-a' },
    middle: { type: 'string', default: '2400' },
  },
})
// The first versions; before and after prices, validators and polls.
const commits = positionals.length > 0 ? positionals : ['d353153', '78b8975', 'a97eed5']
const server = process.env.LINCHPIN_TEST_DATABASE_URL
if (!server)
  throw new Error('Set LINCHPIN_TEST_DATABASE_URL to a server where databases may be created.')

const ROOT = resolve(import.meta.dirname, '..')
const work = mkdtempSync(join(tmpdir(), 'linchpin-upgrade-'))
const recording = resolve(options.recording)
const databases = []
const worktrees = []
let differs = false

try {
  const half = cut(recording, join(work, 'middle'), Number(options.middle))
  const fresh = await createDatabase('fresh')
  index(ROOT, fresh, recording)
  const expected = await tables(fresh)
  const builds = new Map(commits.map((commit) => [commit, build(commit)]))
  for (const [commit, dir] of builds) {
    await upgrade(`${commit}, to the end`, expected, [[dir, recording]])
    await upgrade(`${commit}, to block ${options.middle}`, expected, [[dir, half]])
  }
  const [first, last] = [builds.get(commits[0]), builds.get(commits.at(-1))]
  if (first !== last) {
    const name = `${commits[0]} to block ${options.middle}, then ${commits.at(-1)} to the end`
    await upgrade(name, expected, [
      [first, half],
      [last, recording],
    ])
  }
} finally {
  for (const name of databases) await sql(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  for (const dir of worktrees) git('worktree', 'remove', '--force', dir)
  rmSync(work, { recursive: true, force: true })
}
process.exitCode = differs ? 1 : 0

/** Writes a database by earlier versions, upgrades it and prints what differs from a new index before and after. */
async function upgrade(name, expected, steps) {
  const url = await createDatabase('old')
  for (const [dir, chain] of steps) index(dir, url, chain)
  const { stdout: migrated } = run(ROOT, ['migrate'], url)
  const before = differing(await tables(url), expected)
  const verify = run(ROOT, ['digest', '--verify'], url)
  const { stderr: log } = index(ROOT, url, recording)
  const after = differing(await tables(url), expected)
  const verified = run(ROOT, ['digest', '--verify'], url)
  const line = log.split('\n').find((one) => one.includes('derived anew from'))
  const { logs, logsPerSecond, block } = JSON.parse(line)
  report(name, {
    migrations: migrated.split(',').length,
    ...(steps.at(-1)[1] === recording && { before }),
    verifyBefore: firstLine(verify),
    derivedUpTo: block,
    logs,
    logsPerSecond,
    after,
    verifyAfter: firstLine(verified),
  })
  differs ||= after.length > 0 || verified.status !== 0
}

function firstLine({ stdout, stderr }) {
  return (stdout + stderr).split('\n')[0]
}

function differing(found, expected) {
  return [...expected].flatMap(([table, print]) => {
    const other = found.get(table)
    if (other?.hash === print.hash) return []
    return [`${table} (${other?.rows ?? 'no table'} rows, not ${print.rows})`]
  })
}

/** Rows and hash of each table of the model. */
async function tables(url) {
  const names = await sql(
    url,
    `SELECT table_name AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND column_name = 'id' AND table_name <> 'migrations' ORDER BY 1`,
  )
  const prints = new Map()
  for (const { name } of names) {
    const [print] = await sql(
      url,
      `SELECT count(*)::int AS rows, md5(string_agg(t::text, '|' ORDER BY id)) AS hash FROM "${name}" t`,
    )
    prints.set(name, print)
  }
  return prints
}

function build(commit) {
  const dir = join(work, commit)
  git('worktree', 'add', '--detach', dir, commit)
  worktrees.push(dir)
  symlinkSync(join(ROOT, 'node_modules'), join(dir, 'node_modules'))
  execFileSync('npm', ['run', '-s', 'build'], { cwd: dir, stdio: 'inherit' })
  return dir
}

function index(dir, url, chain) {
  const result = run(dir, ['index', '--recording', chain, '--until-head'], url)
  if (result.status !== 0) throw new Error(result.stderr)
  return result
}

function run(dir, args, url) {
  const env = { ...process.env, DB_URL: url }
  return spawnSync(process.execPath, [join(dir, 'lib/cli/main.js'), ...args], {
    cwd: work,
    env,
    encoding: 'utf8',
  })
}

function git(...args) {
  execFileSync('git', args, { cwd: ROOT, stdio: 'ignore' })
}

/** A recording up to a block. */
function cut(from, to, last) {
  mkdirSync(to)
  copyFileSync(join(from, 'deployment.json'), join(to, 'deployment.json'))
  for (const [file, field] of [
    ['blocks', 'number'],
    ['logs', 'blockNumber'],
  ]) {
    const name = `${file}.jsonl.gz`
    const lines = gunzipSync(readFileSync(join(from, name)))
      .toString()
      .split('\n')
    const kept = lines.filter((line) => line !== '' && Number(JSON.parse(line)[field]) <= last)
    writeFileSync(join(to, name), gzipSync(`${kept.join('\n')}\n`))
  }
  return to
}

async function createDatabase(name) {
  const database = `upgrade_${name}_${process.pid}_${databases.length}`
  await sql(server, `CREATE DATABASE ${database}`)
  databases.push(database)
  const url = new URL(server)
  url.pathname = `/${database}`
  return url.toString()
}

async function sql(url, text) {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

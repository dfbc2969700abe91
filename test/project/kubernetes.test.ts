import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Deployment, StatefulSet } from 'kubernetes-models/apps/v1'
import { Job } from 'kubernetes-models/batch/v1'
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1'
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1'
import { ConfigMap, Service } from 'kubernetes-models/v1'
import { describe, expect, onTestFinished, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { SERVED } from '../../src/cli/served'
import { VARIABLES } from '../../src/config/variables'
import { COMPOSE_VARIABLES } from '../support/compose-variables'

const ROOT = join(__dirname, '../..')
const FOLDER = join(ROOT, 'ops/kubernetes')

/** Where Kubernetes' types are, and what checks an object by their schemas. */
const KINDS = {
  ConfigMap: { from: 'v1', check: (given: object) => new ConfigMap(given).validate() },
  Service: { from: 'v1', check: (given: object) => new Service(given).validate() },
  Deployment: {
    from: 'apps/v1',
    check: (given: object) => new Deployment(given as never).validate(),
  },
  StatefulSet: {
    from: 'apps/v1',
    check: (given: object) => new StatefulSet(given as never).validate(),
  },
  Job: { from: 'batch/v1', check: (given: object) => new Job(given as never).validate() },
  NetworkPolicy: {
    from: 'networking.k8s.io/v1',
    check: (given: object) => new NetworkPolicy(given as never).validate(),
  },
  PodDisruptionBudget: {
    from: 'policy/v1',
    check: (given: object) => new PodDisruptionBudget(given as never).validate(),
  },
} as const

interface Container {
  name: string
  image: string
  args: string[]
  env: { name: string; value?: string; valueFrom?: { secretKeyRef?: { name: string } } }[]
  readinessProbe?: object
  livenessProbe?: object
  resources: { limits: object }
  securityContext: object
}
interface Manifest {
  kind: keyof typeof KINDS
  metadata: { name: string }
  spec: { template: { spec: { containers: Container[] } & Record<string, unknown> } }
}

const objects = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.yaml'))
  .flatMap((name) => parseAllDocuments(readFileSync(join(FOLDER, name), 'utf8')))
  .map((document) => document.toJS() as Manifest)
const named = objects.map((object) => [`${object.kind} ${object.metadata.name}`, object] as const)
const pods = named.flatMap(([name, { spec }]) =>
  spec?.template ? [[name, spec.template.spec] as const] : [],
)
const ours = pods.filter(([name]) => !name.endsWith(' db'))

describe('ops/kubernetes', () => {
  test.each(named)('%s is valid by the schemas of Kubernetes', (_, object) => {
    expect(() => KINDS[object.kind].check(object)).not.toThrow()
  })

  test('has no field that Kubernetes does not know', () => {
    const folder = mkdtempSync(join(tmpdir(), 'linchpin-kubernetes-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
    const typed = objects.map((object, at) => {
      const { from } = KINDS[object.kind]
      const type = `import('kubernetes-models/${from}').I${object.kind}`
      return `export const object${at}: ${type} = ${JSON.stringify(object)}`
    })
    writeFileSync(join(folder, 'objects.mts'), typed.join('\n'))
    const options = [
      '--noEmit',
      '--strict',
      '--skipLibCheck',
      '--module',
      'nodenext',
      '--types',
      '',
    ]
    const { stdout } = spawnSync(join(ROOT, 'node_modules/.bin/tsc'), [...options, 'objects.mts'], {
      cwd: folder,
      encoding: 'utf8',
    })
    expect(stdout).toBe('')
  })

  test.each(pods)('%s has no privileges, a read-only root, and bounds', (_, pod) => {
    expect(pod).toMatchObject({
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    })
    for (const container of pod.containers) {
      expect(container.securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      })
      expect(container.resources.limits).toEqual({
        cpu: expect.any(String),
        memory: expect.any(String),
      })
    }
  })

  test('has the images of docker-compose.yml', () => {
    const compose = readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8')
    const tag = COMPOSE_VARIABLES.find(({ name }) => name === 'POSTGRES_TAG')!.default
    const images = new Set(pods.flatMap(([, pod]) => pod.containers.map(({ image }) => image)))
    const [own] = /(?<=image: )linchpin:\S+/.exec(compose)!
    expect([...images].sort()).toEqual([own, `postgres:${tag}`])
  })

  test('runs commands that exist; those that last are kept, and not restarted while they say why they ended', () => {
    for (const [name, { containers }] of ours) {
      const [{ args, readinessProbe, livenessProbe }] = containers as [Container]
      if (name === 'Job migrate') expect(args).toEqual(['migrate', '--roles'])
      else {
        expect(args[0]).toBe('keep')
        expect(SERVED).toContain(args[1])
        expect(Object.keys(readinessProbe!)).toContain('httpGet')
        expect(Object.keys(livenessProbe!)).toContain('tcpSocket')
      }
    }
  })

  test('sets variables that the program knows, passwords from secrets, that of the superuser for the migration alone', () => {
    const known = VARIABLES.map(({ name }): string => name)
    const { data } = objects.find(({ kind }) => kind === 'ConfigMap') as unknown as {
      data: Record<string, string>
    }
    const env = ours.flatMap(([name, pod]) =>
      pod.containers[0]!.env.map((one) => ({ of: name, ...one })),
    )
    expect(
      [...Object.keys(data), ...env.map(({ name }) => name)].filter(
        (name) => !known.includes(name),
      ),
    ).toEqual([])
    for (const { name, valueFrom } of env) {
      if (/PASS/.test(name)) expect(valueFrom?.secretKeyRef?.name).toMatch(/^linchpin-/)
    }
    const asSuperuser = env.filter(
      ({ valueFrom }) => valueFrom?.secretKeyRef?.name === 'linchpin-superuser',
    )
    expect(asSuperuser.map(({ of }) => of)).toEqual(['Job migrate'])
  })
})

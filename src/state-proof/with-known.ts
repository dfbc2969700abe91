import type { Deployment, Knowledge } from './knowledge'
import { ProofRefused } from './refused'

/** What a user adds to the built-in knowledge, and answers for. */
export interface Added {
  /** Contracts of a deployment that is not built in. */
  deployment?: Omit<Deployment, 'implementations'>
  /** Names of layouts by implementation, of every deployment. */
  layouts?: Readonly<Record<string, string>>
}

/**
 * Knowledge with what a user adds.
 * @throws ProofRefused for a layout that is not known by name
 */
export function withKnown(knowledge: Knowledge, { deployment, layouts = {} }: Added): Knowledge {
  const names = knowledge.layouts.map(({ name }) => name)
  for (const name of Object.values(layouts)) {
    if (!names.includes(name))
      throw new ProofRefused(`there is no layout ${name}; known: ${names.join(', ')}`)
  }
  const own = deployment ? [{ ...deployment, implementations: {} }] : []
  const deployments = [...knowledge.deployments, ...own].map((one) => ({
    ...one,
    implementations: { ...one.implementations, ...layouts },
  }))
  return { ...knowledge, deployments }
}

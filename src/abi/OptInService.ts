import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    EIP712DomainChanged: event("0x0a6387c9ea3628b88a633bb4f3b151770f70085117a15f9bf3787cda53f13d31", "EIP712DomainChanged()", {}),
    IncreaseNonce: event("0x8ed32926585579e6191b145240df788165f4957e1135f30a00e08ee8feb9d680", "IncreaseNonce(address,address)", {"who": indexed(p.address), "where": indexed(p.address)}),
    OptIn: event("0x9b730d5b907ee509de729817a2bb37e404418ba569b3a50f36192372f973cb41", "OptIn(address,address)", {"who": indexed(p.address), "where": indexed(p.address)}),
    OptOut: event("0x1629cd9ad365627cf8408d19c50224af8f3213c1a18ae48062d92e22bddf7de5", "OptOut(address,address)", {"who": indexed(p.address), "where": indexed(p.address)}),
}

export class Contract extends ContractBase {
}

/// Event types
export type EIP712DomainChangedEventArgs = EParams<typeof events.EIP712DomainChanged>
export type IncreaseNonceEventArgs = EParams<typeof events.IncreaseNonce>
export type OptInEventArgs = EParams<typeof events.OptIn>
export type OptOutEventArgs = EParams<typeof events.OptOut>

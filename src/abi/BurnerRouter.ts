import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    AcceptDelay: event("0x54b01918a30e934a38ff39572e9095d6c78b521b8efec12d15a1b485156257eb", "AcceptDelay()", {}),
    AcceptGlobalReceiver: event("0x74167a6969567de7e1730e9b22e87e4fe263e7fa04bec628436c424fc7bd6b8e", "AcceptGlobalReceiver()", {}),
    AcceptNetworkReceiver: event("0x1a2023b9b05a5599a274f08b91afd34b22b21ea58b7ca66ef06897746db55b0f", "AcceptNetworkReceiver(address)", {"network": indexed(p.address)}),
    AcceptOperatorNetworkReceiver: event("0x1261e5a4e7d8e8b5c4b7a8205d04deb702f9aa1eec8959839252b0636c6e45ab", "AcceptOperatorNetworkReceiver(address,address)", {"network": indexed(p.address), "operator": indexed(p.address)}),
    SetDelay: event("0xc4694f5e679fbd4fa31b993053f3134c2857558c12fe87ce9ea6bf3b1ef21770", "SetDelay(uint48)", {"delay": p.uint48}),
    SetGlobalReceiver: event("0x81c31ea2c5656f89fc438850c31cc9b7ccd45beec811b7e0a71c64a98b61f7c5", "SetGlobalReceiver(address)", {"receiver": p.address}),
    SetNetworkReceiver: event("0xd324c14c83226723f8446d113edef5f1e51f1bcf8ac2a583ae5f5e7f27808f3f", "SetNetworkReceiver(address,address)", {"network": indexed(p.address), "receiver": p.address}),
    SetOperatorNetworkReceiver: event("0x3692549eb3eb5e4546a8e42a78f360aaa361c0faf3345292813dfdfbcef3c887", "SetOperatorNetworkReceiver(address,address,address)", {"network": indexed(p.address), "operator": indexed(p.address), "receiver": p.address}),
    TriggerTransfer: event("0xd5be285f1b0878becfe756e58f0cf3aa449bc4c406c2aae066f3a33d54e01ecf", "TriggerTransfer(address,uint256)", {"receiver": indexed(p.address), "amount": p.uint256}),
}

export class Contract extends ContractBase {
}

/// Event types
export type AcceptDelayEventArgs = EParams<typeof events.AcceptDelay>
export type AcceptGlobalReceiverEventArgs = EParams<typeof events.AcceptGlobalReceiver>
export type AcceptNetworkReceiverEventArgs = EParams<typeof events.AcceptNetworkReceiver>
export type AcceptOperatorNetworkReceiverEventArgs = EParams<typeof events.AcceptOperatorNetworkReceiver>
export type SetDelayEventArgs = EParams<typeof events.SetDelay>
export type SetGlobalReceiverEventArgs = EParams<typeof events.SetGlobalReceiver>
export type SetNetworkReceiverEventArgs = EParams<typeof events.SetNetworkReceiver>
export type SetOperatorNetworkReceiverEventArgs = EParams<typeof events.SetOperatorNetworkReceiver>
export type TriggerTransferEventArgs = EParams<typeof events.TriggerTransfer>

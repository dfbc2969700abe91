import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    Approval: event("0x8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b925", "Approval(address,address,uint256)", {"owner": indexed(p.address), "approved": indexed(p.address), "tokenId": indexed(p.uint256)}),
    ApprovalForAll: event("0x17307eab39ab6107e8899845ad3d59bd9653f200f220920489ca2b5937696c31", "ApprovalForAll(address,address,bool)", {"owner": indexed(p.address), "operator": indexed(p.address), "approved": p.bool}),
    Claim: event("0xd27486cbbd902c694ff070c4b52eb23c8f7828d3688bd3c7293638daec288808", "Claim(uint256,address,uint256,uint256)", {"tokenId": indexed(p.uint256), "receiver": indexed(p.address), "assetsClaimed": p.uint256, "sharesClaimed": p.uint256}),
    Fill: event("0x70d483b70afca30952532e8e9a948f7a086fcdb08d08503feddfb32e37f4d4bb", "Fill(uint256,uint256)", {"assets": p.uint256, "shares": p.uint256}),
    RequestRedeem: event("0x602894bdab2aa46d079d9f27ca393c3009c794c8d69e23f73a8cfeff16afd2dd", "RequestRedeem(address,address,uint256,uint256)", {"requester": indexed(p.address), "receiver": indexed(p.address), "shares": p.uint256, "tokenId": indexed(p.uint256)}),
    Transfer: event("0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef", "Transfer(address,address,uint256)", {"from": indexed(p.address), "to": indexed(p.address), "tokenId": indexed(p.uint256)}),
}

export class Contract extends ContractBase {
}

/// Event types
export type ApprovalEventArgs = EParams<typeof events.Approval>
export type ApprovalForAllEventArgs = EParams<typeof events.ApprovalForAll>
export type ClaimEventArgs = EParams<typeof events.Claim>
export type FillEventArgs = EParams<typeof events.Fill>
export type RequestRedeemEventArgs = EParams<typeof events.RequestRedeem>
export type TransferEventArgs = EParams<typeof events.Transfer>

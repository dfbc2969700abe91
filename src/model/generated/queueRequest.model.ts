import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, Index as Index_, BigIntColumn as BigIntColumn_, BytesColumn as BytesColumn_} from "@subsquid/typeorm-store"
import {VaultQueue} from "./vaultQueue.model"
import {Staker} from "./staker.model"

/**
 * A request to redeem shares of a vault of version 3, which is an ERC-721 token of its queue.
 */
@Entity_()
export class QueueRequest {
    constructor(props?: Partial<QueueRequest>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * `<queue>/<token id>`.
     */
    @StringColumn_({nullable: false})
    key!: string

    /**
     * First block of this version.
     */
    @IntColumn_({nullable: false})
    fromBlock!: number

    /**
     * First block at which this version is no longer valid; null: it is current.
     */
    @IntColumn_({nullable: true})
    toBlock!: number | undefined | null

    /**
     * Queue.
     */
    @Index_()
    @ManyToOne_(() => VaultQueue, {nullable: true})
    queue!: VaultQueue

    /**
     * Token id: position in the queue, from 0.
     */
    @BigIntColumn_({nullable: false})
    tokenId!: bigint

    /**
     * Account that gave the shares.
     */
    @BytesColumn_({nullable: false})
    requester!: Uint8Array

    /**
     * Owner of the token, who can claim; null: it was burned.
     */
    @Index_()
    @ManyToOne_(() => Staker, {nullable: true})
    owner!: Staker | undefined | null

    /**
     * Shares to redeem.
     */
    @BigIntColumn_({nullable: false})
    shares!: bigint

    /**
     * Shares whose assets were claimed.
     */
    @BigIntColumn_({nullable: false})
    sharesClaimed!: bigint

    /**
     * Shares of all requests before (prevRequestSum).
     */
    @BigIntColumn_({nullable: false})
    sharesBefore!: bigint
}

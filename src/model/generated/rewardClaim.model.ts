import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, IntColumn as IntColumn_, Index as Index_, DateTimeColumn as DateTimeColumn_, BytesColumn as BytesColumn_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"

/**
 * Rewards claimed (RewardsCoordinator.RewardsClaimed).
 */
@Entity_()
export class RewardClaim {
    constructor(props?: Partial<RewardClaim>) {
        Object.assign(this, props)
    }

    /**
     * `<block>-<log index>`, padded with zeros.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * Block.
     */
    @Index_()
    @IntColumn_({nullable: false})
    block!: number

    /**
     * Index of the log in its block.
     */
    @IntColumn_({nullable: false})
    logIndex!: number

    /**
     * Block time, UTC.
     */
    @DateTimeColumn_({nullable: false})
    blockTime!: Date

    /**
     * Transaction hash.
     */
    @BytesColumn_({nullable: false})
    transactionHash!: Uint8Array

    /**
     * Distribution root it was claimed from.
     */
    @BytesColumn_({nullable: false})
    root!: Uint8Array

    /**
     * Who earned it.
     */
    @Index_()
    @BytesColumn_({nullable: false})
    earner!: Uint8Array

    /**
     * Who claimed it.
     */
    @BytesColumn_({nullable: false})
    claimer!: Uint8Array

    /**
     * Who was paid.
     */
    @BytesColumn_({nullable: false})
    recipient!: Uint8Array

    /**
     * Token.
     */
    @BytesColumn_({nullable: false})
    token!: Uint8Array

    /**
     * Amount paid, in base units of the token.
     */
    @BigIntColumn_({nullable: false})
    amount!: bigint
}

import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, Index as Index_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"
import {Staker} from "./staker.model"
import {Pool} from "./pool.model"

/**
 * Deposit of one staker in one pool.
 */
@Entity_()
export class Stake {
    constructor(props?: Partial<Stake>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * `<staker>-<pool>`.
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
     * Staker.
     */
    @Index_()
    @ManyToOne_(() => Staker, {nullable: true})
    staker!: Staker

    /**
     * Pool.
     */
    @Index_()
    @ManyToOne_(() => Pool, {nullable: true})
    pool!: Pool

    /**
     * StrategyManager.stakerDepositShares, or EigenPodManager.podOwnerDepositShares for native ETH (may be negative before v1.3.0).
     */
    @BigIntColumn_({nullable: false})
    depositShares!: bigint

    /**
     * DelegationManager.depositScalingFactor, of 1e18.
     */
    @BigIntColumn_({nullable: false})
    scalingFactor!: bigint
}

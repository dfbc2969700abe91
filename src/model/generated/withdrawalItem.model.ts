import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, IntColumn as IntColumn_, Index as Index_, ManyToOne as ManyToOne_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"
import {Withdrawal} from "./withdrawal.model"
import {Pool} from "./pool.model"

/**
 * Shares of one pool in a withdrawal.
 */
@Entity_()
export class WithdrawalItem {
    constructor(props?: Partial<WithdrawalItem>) {
        Object.assign(this, props)
    }

    /**
     * `<root>-<position>`.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * Block in which the withdrawal was queued.
     */
    @Index_()
    @IntColumn_({nullable: false})
    block!: number

    /**
     * Position in the withdrawal, from 0.
     */
    @IntColumn_({nullable: false})
    position!: number

    /**
     * Withdrawal.
     */
    @Index_()
    @ManyToOne_(() => Withdrawal, {nullable: true})
    withdrawal!: Withdrawal

    /**
     * Pool.
     */
    @Index_()
    @ManyToOne_(() => Pool, {nullable: true})
    pool!: Pool

    /**
     * Scaled shares (deposit shares times scaling factor), without later slashings.
     */
    @BigIntColumn_({nullable: false})
    scaledShares!: bigint

    /**
     * Shares that would have been paid in the block in which it was queued; null for withdrawals queued before v1.3.0.
     */
    @BigIntColumn_({nullable: true})
    sharesAtQueue!: bigint | undefined | null
}

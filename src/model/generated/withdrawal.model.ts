import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, BytesColumn as BytesColumn_, ManyToOne as ManyToOne_, Index as Index_, BigIntColumn as BigIntColumn_, OneToMany as OneToMany_} from "@subsquid/typeorm-store"
import {Staker} from "./staker.model"
import {Operator} from "./operator.model"
import {WithdrawalStatus} from "./_withdrawalStatus"
import {WithdrawalItem} from "./withdrawalItem.model"

/**
 * A withdrawal from the queue.
 */
@Entity_()
export class Withdrawal {
    constructor(props?: Partial<Withdrawal>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * Withdrawal root in lower case.
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
     * Withdrawal root: keccak256 of the ABI-encoded withdrawal.
     */
    @BytesColumn_({nullable: false})
    root!: Uint8Array

    /**
     * Staker that queued it.
     */
    @Index_()
    @ManyToOne_(() => Staker, {nullable: true})
    staker!: Staker

    /**
     * Operator the staker delegated to when it queued; null: none.
     */
    @Index_()
    @ManyToOne_(() => Operator, {nullable: true})
    operator!: Operator | undefined | null

    /**
     * Account that may complete it.
     */
    @BytesColumn_({nullable: false})
    withdrawer!: Uint8Array

    /**
     * Number of the withdrawal in the staker's queue.
     */
    @BigIntColumn_({nullable: false})
    nonce!: bigint

    /**
     * Status.
     */
    @Column_("varchar", {length: 9, nullable: false})
    status!: WithdrawalStatus

    /**
     * Start block of the withdrawal; earlier than `queuedAtBlock` if it was migrated.
     */
    @IntColumn_({nullable: false})
    startBlock!: number

    /**
     * Block in which it was queued.
     */
    @IntColumn_({nullable: false})
    queuedAtBlock!: number

    /**
     * Block in which it was completed, migrated or cleared; null while queued.
     */
    @IntColumn_({nullable: true})
    completedAtBlock!: number | undefined | null

    /**
     * Pools and shares.
     */
    @OneToMany_(() => WithdrawalItem, e => e.withdrawal)
    items!: WithdrawalItem[]
}

import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, Index as Index_, BigIntColumn as BigIntColumn_, BytesColumn as BytesColumn_, OneToMany as OneToMany_} from "@subsquid/typeorm-store"
import {Avs} from "./avs.model"
import {OperatorSetPool} from "./operatorSetPool.model"
import {AvsRegistration} from "./avsRegistration.model"
import {Deregistration} from "./deregistration.model"
import {SlashedShares} from "./slashedShares.model"
import {Allocation} from "./allocation.model"
import {Slashing} from "./slashing.model"

/**
 * A group of operators that an AVS made, with the pools it accepts.
 */
@Entity_()
export class OperatorSet {
    constructor(props?: Partial<OperatorSet>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * `<avs>/<set id>`.
     */
    @StringColumn_({nullable: false})
    key!: string

    /**
     * First block of this version.
     */
    @IntColumn_({nullable: false})
    fromBlock!: number

    /**
     * First block at which this version no longer holds; null while it does.
     */
    @IntColumn_({nullable: true})
    toBlock!: number | undefined | null

    /**
     * AVS that owns it.
     */
    @Index_()
    @ManyToOne_(() => Avs, {nullable: true})
    avs!: Avs

    /**
     * Number the AVS chose (uint32), decimal.
     */
    @BigIntColumn_({nullable: false})
    setId!: bigint

    /**
     * Block of OperatorSetCreated; null if it was only named by other events so far.
     */
    @IntColumn_({nullable: true})
    createdAtBlock!: number | undefined | null

    /**
     * Who receives slashed stake (RedistributionAddressSet); null: nobody was named, it is burned.
     */
    @BytesColumn_({nullable: true})
    storedRecipient!: Uint8Array | undefined | null

    /**
     * Who may slash, as set before `storedSlasherEffectBlock` (SlasherUpdated, v1.9 and later); null: not told by an event.
     */
    @BytesColumn_({nullable: true})
    storedSlasher!: Uint8Array | undefined | null

    /**
     * Who takes the place of `storedSlasher` at `storedSlasherEffectBlock`; null: none pending.
     */
    @BytesColumn_({nullable: true})
    storedPendingSlasher!: Uint8Array | undefined | null

    /**
     * Block from which `storedPendingSlasher` holds.
     */
    @BigIntColumn_({nullable: true})
    storedSlasherEffectBlock!: bigint | undefined | null

    /**
     * Times it called slashOperator since v1.5, so the id of its last slashing (AllocationManager.getSlashCount).
     */
    @BigIntColumn_({nullable: false})
    slashCount!: bigint

    /**
     * Block in which it was first seen.
     */
    @IntColumn_({nullable: false})
    firstSeenBlock!: number

    /**
     * Pools whose stake counts in it, as relations of their own; `pools` has the pools.
     */
    @OneToMany_(() => OperatorSetPool, e => e.operatorSet)
    operatorSetPools!: OperatorSetPool[]

    /**
     * Operators registered to it.
     */
    @OneToMany_(() => AvsRegistration, e => e.operatorSet)
    members!: AvsRegistration[]

    /**
     * Operators that left it, each time.
     */
    @OneToMany_(() => Deregistration, e => e.operatorSet)
    deregistrations!: Deregistration[]

    /**
     * Slashed stake that waits to be burned or redistributed.
     */
    @OneToMany_(() => SlashedShares, e => e.operatorSet)
    slashedShares!: SlashedShares[]

    /**
     * Magnitudes allocated to it.
     */
    @OneToMany_(() => Allocation, e => e.operatorSet)
    allocations!: Allocation[]

    /**
     * Slashings by it.
     */
    @OneToMany_(() => Slashing, e => e.operatorSet)
    slashings!: Slashing[]
}

import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, Index as Index_, BigIntColumn as BigIntColumn_, BytesColumn as BytesColumn_, OneToMany as OneToMany_} from "@subsquid/typeorm-store"
import {Avs} from "./avs.model"
import {OperatorSetPool} from "./operatorSetPool.model"
import {AvsRegistration} from "./avsRegistration.model"
import {Deregistration} from "./deregistration.model"
import {SlashedShares} from "./slashedShares.model"
import {Allocation} from "./allocation.model"
import {Slashing} from "./slashing.model"

/**
 * A group of operators of an AVS, with the pools that it accepts.
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
     * First block at which this version is no longer valid; null: it is current.
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
     * Block of OperatorSetCreated; null if only other events named it so far.
     */
    @IntColumn_({nullable: true})
    createdAtBlock!: number | undefined | null

    /**
     * Account that receives slashed stake (RedistributionAddressSet); null: it is burned.
     */
    @BytesColumn_({nullable: true})
    storedRecipient!: Uint8Array | undefined | null

    /**
     * Account that may slash, before `storedSlasherEffectBlock` (SlasherUpdated, v1.9 and later); null if never emitted.
     */
    @BytesColumn_({nullable: true})
    storedSlasher!: Uint8Array | undefined | null

    /**
     * Slasher from `storedSlasherEffectBlock` on; null: none pending.
     */
    @BytesColumn_({nullable: true})
    storedPendingSlasher!: Uint8Array | undefined | null

    /**
     * Block at which `storedPendingSlasher` takes effect.
     */
    @BigIntColumn_({nullable: true})
    storedSlasherEffectBlock!: bigint | undefined | null

    /**
     * Number of slashings since v1.5, which is the id of the last one (AllocationManager.getSlashCount).
     */
    @BigIntColumn_({nullable: false})
    slashCount!: bigint

    /**
     * Block in which it was first seen.
     */
    @IntColumn_({nullable: false})
    firstSeenBlock!: number

    /**
     * Its relations to the pools that it accepts; `pools` has the pools themselves.
     */
    @OneToMany_(() => OperatorSetPool, e => e.operatorSet)
    operatorSetPools!: OperatorSetPool[]

    /**
     * Operators registered to it.
     */
    @OneToMany_(() => AvsRegistration, e => e.operatorSet)
    members!: AvsRegistration[]

    /**
     * Deregistrations of operators from it.
     */
    @OneToMany_(() => Deregistration, e => e.operatorSet)
    deregistrations!: Deregistration[]

    /**
     * Slashed shares that are still to be burned or redistributed.
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

import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, BytesColumn as BytesColumn_, ManyToOne as ManyToOne_, Index as Index_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"
import {Staker} from "./staker.model"

/**
 * A contract with a staker's validators (EigenPod).
 */
@Entity_()
export class Pod {
    constructor(props?: Partial<Pod>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * Pod address in lower case.
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
     * Pod address.
     */
    @BytesColumn_({nullable: false})
    address!: Uint8Array

    /**
     * Staker that owns it; null if never emitted.
     */
    @Index_()
    @ManyToOne_(() => Staker, {nullable: true})
    staker!: Staker | undefined | null

    /**
     * Validators restaked and not yet withdrawn (EigenPod.activeValidatorCount).
     */
    @IntColumn_({nullable: false})
    activeValidators!: number

    /**
     * Time of the open checkpoint (EigenPod.currentCheckpointTimestamp); null: none.
     */
    @BigIntColumn_({nullable: true})
    openCheckpoint!: bigint | undefined | null

    /**
     * Time of the last finalized checkpoint (EigenPod.lastCheckpointTimestamp); null: none.
     */
    @BigIntColumn_({nullable: true})
    lastCheckpoint!: bigint | undefined | null
}

import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, Index as Index_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"
import {Pod} from "./pod.model"
import {ValidatorStatus} from "./_validatorStatus"

/**
 * A validator of a pod (EigenPod), as far as it was proven to the pod.
 */
@Entity_()
export class Validator {
    constructor(props?: Partial<Validator>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * `<pod>-<validator>`.
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
     * Pod whose withdrawal credentials it has.
     */
    @Index_()
    @ManyToOne_(() => Pod, {nullable: true})
    pod!: Pod

    /**
     * Index in the beacon chain, decimal (before v1.6), or hash of its public key, 0x-hex (since).
     */
    @StringColumn_({nullable: false})
    validator!: string

    /**
     * Status.
     */
    @Column_("varchar", {length: 9, nullable: false})
    status!: ValidatorStatus

    /**
     * Restaked balance in gwei, as last emitted by ValidatorBalanceUpdated; null if never emitted.
     */
    @BigIntColumn_({nullable: true})
    restakedGwei!: bigint | undefined | null

    /**
     * Time up to which its balance was proven, unix seconds; null if never emitted.
     */
    @BigIntColumn_({nullable: true})
    provenAt!: bigint | undefined | null

    /**
     * Block of ValidatorRestaked; null if only later events named it.
     */
    @IntColumn_({nullable: true})
    restakedAtBlock!: number | undefined | null

    /**
     * Block in which its withdrawal was proven; null while it is active.
     */
    @IntColumn_({nullable: true})
    withdrawnAtBlock!: number | undefined | null
}

import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, Index as Index_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"
import {Pod} from "./pod.model"
import {ValidatorStatus} from "./_validatorStatus"

/**
 * A validator of a pod (EigenPod), as far as the pod was shown proofs of it.
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
     * First block at which this version no longer holds; null while it does.
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
     * Where it stands.
     */
    @Column_("varchar", {length: 9, nullable: false})
    status!: ValidatorStatus

    /**
     * Restaked balance in gwei as last told (ValidatorBalanceUpdated); null if no event told it.
     */
    @BigIntColumn_({nullable: true})
    restakedGwei!: bigint | undefined | null

    /**
     * Time up to which its balance was proven, unix seconds; null if no event told it.
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

import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, Index as Index_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"
import {Pod} from "./pod.model"

/**
 * A pod that no longer restakes, for ever (EigenPodManager.disablePod, improvement proposal 018).
 */
@Entity_()
export class RetiredPod {
    constructor(props?: Partial<RetiredPod>) {
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
     * Pod.
     */
    @Index_()
    @ManyToOne_(() => Pod, {nullable: true})
    pod!: Pod

    /**
     * Block of RestakingPermanentlyDisabled.
     */
    @IntColumn_({nullable: false})
    retiredAtBlock!: number

    /**
     * ETH that its owner withdrew since, in wei (DisabledPodETHWithdrawn).
     */
    @BigIntColumn_({nullable: false})
    withdrawnWei!: bigint
}

import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, BigIntColumn as BigIntColumn_, BytesColumn as BytesColumn_, DateTimeColumn as DateTimeColumn_, BooleanColumn as BooleanColumn_} from "@subsquid/typeorm-store"

/**
 * Root of the rewards earned up to a time (RewardsCoordinator.getDistributionRootAtIndex).
 */
@Entity_()
export class DistributionRoot {
    constructor(props?: Partial<DistributionRoot>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * Index, decimal.
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
     * Index of the root, from 0.
     */
    @BigIntColumn_({nullable: false})
    rootIndex!: bigint

    /**
     * Merkle root.
     */
    @BytesColumn_({nullable: false})
    root!: Uint8Array

    /**
     * Includes rewards up to this time, UTC.
     */
    @DateTimeColumn_({nullable: false})
    calculationEnd!: Date

    /**
     * Time from which it can be claimed, UTC.
     */
    @DateTimeColumn_({nullable: false})
    activatedAt!: Date

    /**
     * Whether it was disabled.
     */
    @BooleanColumn_({nullable: false})
    disabled!: boolean
}

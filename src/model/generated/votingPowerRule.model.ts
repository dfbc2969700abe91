import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, BytesColumn as BytesColumn_, ManyToOne as ManyToOne_, Index as Index_, BigIntColumn as BigIntColumn_, OneToMany as OneToMany_} from "@subsquid/typeorm-store"
import {OperatorSet} from "./operatorSet.model"
import {QuorumThreshold} from "./quorumThreshold.model"

/**
 * Rules by which a network that uses the relay makes voting power of stake (Symbiotic ValSetDriver). A driver is followed if the configuration names it: no factory reveals one.
 */
@Entity_()
export class VotingPowerRule {
    constructor(props?: Partial<VotingPowerRule>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * Address of the driver.
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
     * Driver.
     */
    @BytesColumn_({nullable: false})
    driver!: Uint8Array

    /**
     * Subnetwork that it is for (InitSubnetwork); null: not logged so far.
     */
    @Index_()
    @ManyToOne_(() => OperatorSet, {nullable: true})
    operatorSet!: OperatorSet | undefined | null

    /**
     * Maximum voting power of one validator; 0: no maximum; null: not logged so far.
     */
    @BigIntColumn_({nullable: true})
    maxVotingPower!: bigint | undefined | null

    /**
     * Voting power below which an operator is no validator; null: not logged so far.
     */
    @BigIntColumn_({nullable: true})
    minInclusionVotingPower!: bigint | undefined | null

    /**
     * Maximum number of validators, those with the most voting power; null: not logged so far.
     */
    @BigIntColumn_({nullable: true})
    maxValidatorsCount!: bigint | undefined | null

    /**
     * Tag of the key that signs the headers of validator sets; null: not logged so far.
     */
    @IntColumn_({nullable: true})
    requiredHeaderKeyTag!: number | undefined | null

    /**
     * Quorums by key tag.
     */
    @OneToMany_(() => QuorumThreshold, e => e.rule)
    quorums!: QuorumThreshold[]
}

import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, IntColumn as IntColumn_, Index as Index_, DateTimeColumn as DateTimeColumn_, BytesColumn as BytesColumn_, ManyToOne as ManyToOne_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"
import {Vault} from "./vault.model"
import {Avs} from "./avs.model"
import {OperatorSet} from "./operatorSet.model"

/**
 * What a network paid to the stakers of a vault, for their shares at one time (Symbiotic).
 */
@Entity_()
export class VaultDistribution {
    constructor(props?: Partial<VaultDistribution>) {
        Object.assign(this, props)
    }

    /**
     * `<block>-<log index>`, padded with zeros.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * Block.
     */
    @Index_()
    @IntColumn_({nullable: false})
    block!: number

    /**
     * Index of the log in its block.
     */
    @IntColumn_({nullable: false})
    logIndex!: number

    /**
     * Block time, UTC.
     */
    @DateTimeColumn_({nullable: false})
    blockTime!: Date

    /**
     * Transaction hash.
     */
    @BytesColumn_({nullable: false})
    transactionHash!: Uint8Array

    /**
     * Contract that was paid.
     */
    @BytesColumn_({nullable: false})
    contract!: Uint8Array

    /**
     * Vault; null if unknown: the older release does not log it.
     */
    @Index_()
    @ManyToOne_(() => Vault, {nullable: true})
    vault!: Vault | undefined | null

    /**
     * Network that paid.
     */
    @Index_()
    @ManyToOne_(() => Avs, {nullable: true})
    avs!: Avs

    /**
     * Subnetwork that paid; null: the contract does not say.
     */
    @Index_()
    @ManyToOne_(() => OperatorSet, {nullable: true})
    operatorSet!: OperatorSet | undefined | null

    /**
     * Token that was paid.
     */
    @BytesColumn_({nullable: false})
    token!: Uint8Array

    /**
     * Amount for the stakers, in base units of the token; null if unknown: the older release logs it together with a fee that it does not log.
     */
    @BigIntColumn_({nullable: true})
    amount!: bigint | undefined | null

    /**
     * Kept by the admin of the rewards contract; null like `amount`. Of rewards V2 the fee of the curator.
     */
    @BigIntColumn_({nullable: true})
    adminFee!: bigint | undefined | null

    /**
     * Kept by operators (rewards V2); else 0.
     */
    @BigIntColumn_({nullable: false})
    operatorsFee!: bigint

    /**
     * Time of the shares by which it is divided, Unix seconds.
     */
    @BigIntColumn_({nullable: false})
    snapshotTime!: bigint

    /**
     * Its position among the rewards of this network and token in the contract, from 0; null if it has none, because nothing is left for stakers, and of rewards V2.
     */
    @BigIntColumn_({nullable: true})
    rewardIndex!: bigint | undefined | null
}

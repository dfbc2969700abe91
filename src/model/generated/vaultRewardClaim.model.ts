import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, IntColumn as IntColumn_, Index as Index_, DateTimeColumn as DateTimeColumn_, BytesColumn as BytesColumn_, ManyToOne as ManyToOne_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"
import {VaultRewardClaimKind} from "./_vaultRewardClaimKind"
import {Avs} from "./avs.model"

/**
 * Rewards or fees that were claimed from a rewards contract of Symbiotic.
 */
@Entity_()
export class VaultRewardClaim {
    constructor(props?: Partial<VaultRewardClaim>) {
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
     * Whose share it was.
     */
    @Column_("varchar", {length: 12, nullable: false})
    kind!: VaultRewardClaimKind

    /**
     * Rewards contract.
     */
    @BytesColumn_({nullable: false})
    contract!: Uint8Array

    /**
     * Vault; null: the log does not name it.
     */
    @BytesColumn_({nullable: true})
    vault!: Uint8Array | undefined | null

    /**
     * Network that paid; null: the log does not name it.
     */
    @Index_()
    @ManyToOne_(() => Avs, {nullable: true})
    avs!: Avs | undefined | null

    /**
     * Token.
     */
    @BytesColumn_({nullable: false})
    token!: Uint8Array

    /**
     * Account that claimed; null: the log does not name it.
     */
    @BytesColumn_({nullable: true})
    claimer!: Uint8Array | undefined | null

    /**
     * Account that received it; null: the log does not name it.
     */
    @BytesColumn_({nullable: true})
    recipient!: Uint8Array | undefined | null

    /**
     * Amount in base units of the token.
     */
    @BigIntColumn_({nullable: false})
    amount!: bigint
}

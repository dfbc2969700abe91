import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, BytesColumn as BytesColumn_, ManyToOne as ManyToOne_, Index as Index_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"
import {Avs} from "./avs.model"

/**
 * Rewards that a network pays by a Merkle root: what each account may claim in all is calculated off-chain (Symbiotic).
 */
@Entity_()
export class MerkleReward {
    constructor(props?: Partial<MerkleReward>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * `<contract>/<token>-<network>`; of a root for all tokens (rewards V2) `<contract>-<network>`.
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
     * Rewards contract.
     */
    @BytesColumn_({nullable: false})
    contract!: Uint8Array

    /**
     * Network that pays.
     */
    @Index_()
    @ManyToOne_(() => Avs, {nullable: true})
    avs!: Avs

    /**
     * Token; null: the root is for all tokens.
     */
    @BytesColumn_({nullable: true})
    token!: Uint8Array | undefined | null

    /**
     * Root, as last emitted; null: none.
     */
    @BytesColumn_({nullable: true})
    root!: Uint8Array | undefined | null

    /**
     * Paid in and not claimed, in base units of the token; null: the root is for all tokens, or less came in than was claimed, so that a part of it is before the first block of the index.
     */
    @BigIntColumn_({nullable: true})
    balance!: bigint | undefined | null
}

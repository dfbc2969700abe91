import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, BytesColumn as BytesColumn_, ManyToOne as ManyToOne_, Index as Index_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"
import {Avs} from "./avs.model"

/**
 * What an account claimed of rewards by a Merkle root.
 */
@Entity_()
export class MerkleRewardAccount {
    constructor(props?: Partial<MerkleRewardAccount>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * `<contract>/<token>-<network>-<account>`; of rewards V2 with the type of the account behind it.
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
     * Network that paid.
     */
    @Index_()
    @ManyToOne_(() => Avs, {nullable: true})
    avs!: Avs

    /**
     * Token.
     */
    @BytesColumn_({nullable: false})
    token!: Uint8Array

    /**
     * Account.
     */
    @BytesColumn_({nullable: false})
    account!: Uint8Array

    /**
     * Claimed in all (claimed), in base units of the token.
     */
    @BigIntColumn_({nullable: false})
    claimed!: bigint
}

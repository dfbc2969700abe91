import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, BytesColumn as BytesColumn_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"

/**
 * Admin fees that were not claimed, of one token of a rewards contract (claimableAdminFee).
 */
@Entity_()
export class AdminFeeBalance {
    constructor(props?: Partial<AdminFeeBalance>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * `<contract>/<token>`.
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
     * Token.
     */
    @BytesColumn_({nullable: false})
    token!: Uint8Array

    /**
     * Amount in base units of the token; null if unknown: a part of it was taken at an unknown fee.
     */
    @BigIntColumn_({nullable: true})
    amount!: bigint | undefined | null
}

import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, BytesColumn as BytesColumn_} from "@subsquid/typeorm-store"

/**
 * A role of an account on a contract (AccessControl).
 */
@Entity_()
export class RoleGrant {
    constructor(props?: Partial<RoleGrant>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * `<contract>-<role>-<account>`.
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
     * Contract on which the account has the role.
     */
    @BytesColumn_({nullable: false})
    contract!: Uint8Array

    /**
     * Role: keccak256 of its name, or zero for the default admin.
     */
    @BytesColumn_({nullable: false})
    role!: Uint8Array

    /**
     * Account that has it.
     */
    @BytesColumn_({nullable: false})
    account!: Uint8Array
}

@{
    NestedModules          = @('CoexTools.Start.dll', 'CoexTools.Module.dll')
    ModuleVersion          = '0.2.0'
    GUID                   = '7d0f7a1e-5a0f-4a7c-9f3e-2f0b6a1c9d54'
    Author                 = 'The CoexTools team'
    CompanyName            = 'The CoexTools team'
    Copyright              = '(c) The CoexTools team. MIT license.'
    Description            = 'Reads the Foreign Domain documents of an HCL Domino Directory, shows which servers can read each document and why, predicts what happens to free/busy lookups and mail to Microsoft Exchange in any outage, and repairs the configuration so that failover works.'
    PowerShellVersion      = '5.1'
    CompatiblePSEditions   = @('Desktop', 'Core')
    DotNetFrameworkVersion = '4.7.2'
    CmdletsToExport        = @(
        'Add-DominoGroup',
        'Add-DominoServer',
        'Compare-CoexistencePath',
        'Compare-ForeignDomainDocument',
        'Connect-DominoDirectory',
        'ConvertTo-CoexistenceDiagram',
        'Export-CoexistenceFinding',
        'Export-CoexistenceReport',
        'Export-DominoDirectory',
        'Format-CoexistenceTree',
        'Get-CoexistenceRule',
        'Get-CoexistenceRun',
        'Get-CoexistenceSchedule',
        'Get-DirectoryChange',
        'Get-DocumentReader',
        'Get-DominoDocument',
        'Get-ForeignDomainDocument',
        'Import-DominoDirectory',
        'Measure-CoexistenceAvailability',
        'New-DominoDirectory',
        'New-ForeignDomainDocument',
        'Protect-ForeignDomainDocument',
        'Register-CoexistenceSchedule',
        'Remove-DocumentAccessField',
        'Remove-ForeignDomainDocument',
        'Repair-CoexistenceConfiguration',
        'Set-DominoAclEntry',
        'Set-ForeignDomainDocument',
        'Test-CoexistenceConfiguration',
        'Test-CoexistenceExchange',
        'Test-CoexistenceServer',
        'Test-FreeBusyPath',
        'Test-MailRoute',
        'Undo-DirectoryChange',
        'Unregister-CoexistenceSchedule',
        'Watch-ForeignDomainDocument'
    )
    FunctionsToExport      = @()
    AliasesToExport        = @()
    VariablesToExport      = @()
    FormatsToProcess       = @('CoexTools.Format.ps1xml')
    PrivateData            = @{
        PSData = @{
            Tags         = @('Domino', 'Notes', 'HCL', 'Exchange', 'Coexistence', 'FreeBusy', 'Calendar', 'DXL', 'PSEdition_Desktop', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://opensource.org/license/mit'
            ReleaseNotes = 'See CHANGELOG.md in the module folder for all changes.'
        }
    }
}

# The scripts that use a Notes client, with an object in place of NotesSession that records what the scripts do.

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidOverwritingBuiltInCmdlets', '', Justification = 'The function replaces the Notes client.')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'Tests do not prompt.')]
param()

BeforeAll {
    # On Linux and macOS, New-Object does not have the parameter -ComObject, so functions replace it.
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule
    $examples = Join-Path (Split-Path (Get-ModuleManifest) -Parent) 'Examples'
    $export = Join-Path $examples 'Export-NotesDirectory.ps1'
    $import = Join-Path $examples 'Import-NotesDirectory.ps1'

    $scenario = Get-Scenario 'security-on.dxl'
    $changed = Join-Path $TestDrive 'changed.dxl'
    Get-ForeignDomainDocument $scenario | Remove-DocumentAccessField -WhatIf -PassThru | Export-DominoDirectory -Path $changed -ForeignDomainOnly
    $a, $b = (Get-ForeignDomainDocument $scenario).UniversalId

    # Runs the import script. The variables $errors and $warnings of the caller receive what it reports.
    function Invoke-Import {
        param([object] $Session, [string] $Path = $changed, [hashtable] $With = @{})
        $parameters = @{ Session = $Session; Confirm = $false; ErrorAction = 'SilentlyContinue'; WarningAction = 'SilentlyContinue'; InformationAction = 'SilentlyContinue' }
        & $import $Path @parameters @With -ErrorVariable found -WarningVariable warned -InformationVariable said
        Set-Variable -Name errors -Value @($found | Where-Object { $_ -is [Management.Automation.ErrorRecord] }) -Scope 1
        Set-Variable -Name warnings -Value @($warned) -Scope 1
        Set-Variable -Name information -Value @($said) -Scope 1
    }

    # Returns the documents of a DXL text, without the changes that a save makes.
    function Get-DocumentText([string] $Dxl) {
        ([xml] $Dxl).database.document | Where-Object { $_.form -eq 'Domain' } | ForEach-Object { $null = $_.RemoveChild($_['noteinfo']); $_.OuterXml -replace '>\s+<', '><' }
    }
}

Describe 'Examples/Export-NotesDirectory.ps1' {
    It 'exports the documents and the access control list' {
        $session = New-FakeSession -Dxl ([IO.File]::ReadAllText($scenario))
        $path = Join-Path $TestDrive 'names.dxl'
        $file = & $export $path -Server Hub01/Acme -Session $session
        $file.FullName | Should -BeExactly $path
        [IO.File]::ReadAllText($path) | Should -BeExactly ([IO.File]::ReadAllText($scenario))
        $session.Calls | Should -Be @('GetDatabase Hub01/Acme,names.nsf,False', 'BuildCollection', 'Open UTF-8', 'Export False', 'Close')
        $session.Collection.All | Should -BeExactly $false
        $session.Collection.SelectDocuments | Should -BeExactly $true
        $session.Collection.SelectAcl | Should -BeExactly $true
        $session.Collection.SelectionFormula | Should -BeExactly 'Form = "Domain" : "Gateway Domain" : "Foreign Domain" : "Server" : "Group"'
        (Get-ForeignDomainDocument $path).Count | Should -Be 2
    }

    It 'selects the specified forms in the specified database' {
        $session = New-FakeSession -Dxl '<database/>'
        $null = & $export (Join-Path $TestDrive 'forms.dxl') -Database other.nsf -Form 'Domain', 'My "form"' -Session $session
        $session.Calls[0] | Should -BeExactly 'GetDatabase ,other.nsf,False'
        $session.Collection.SelectionFormula | Should -BeExactly 'Form = "Domain" : "My \"form\""'
    }

    It 'does not replace a file without -Force' {
        $path = Set-TestFile (Join-Path $TestDrive 'existing.dxl') 'before'
        $session = New-FakeSession -Dxl '<database/>'
        { & $export $path -Session $session } | Should -Throw '*already exists*'
        $session.Calls.Count | Should -Be 0
        $null = & $export $path -Session $session -Force
        [IO.File]::ReadAllText($path) | Should -BeExactly '<database/>'
    }

    It 'keeps the existing file if the export fails, and leaves no other file' {
        $folder = (New-Item -ItemType Directory -Path (Join-Path $TestDrive 'failed')).FullName
        $path = Set-TestFile (Join-Path $folder 'names.dxl') 'before'
        $session = New-FakeSession -Failure 'The server is not responding.'
        { & $export $path -Session $session -Force } | Should -Throw '*The server is not responding.*The log.*'
        [IO.File]::ReadAllText($path) | Should -BeExactly 'before'
        @(Get-ChildItem -LiteralPath $folder).Count | Should -Be 1
    }

    It 'reports a database that cannot be opened' {
        { & $export (Join-Path $TestDrive 'closed.dxl') -Server Hub01/Acme -Session (New-FakeSession -Closed) } | Should -Throw "Cannot open the database 'names.nsf' on 'Hub01/Acme'."
    }

    It 'starts a client with the password' {
        $started = New-FakeSession -Dxl '<database/>'
        function New-Object { param([string] $ComObject) if ($ComObject -eq 'Lotus.NotesSession') { $started } }
        $password = [Security.SecureString]::new()
        'secret'.ToCharArray() | ForEach-Object { $password.AppendChar($_) }
        $null = & $export (Join-Path $TestDrive 'started.dxl') -Password $password
        $started.Calls[0] | Should -BeExactly 'Initialize secret'
    }

    It 'does not let the client prompt for a password with -NoPasswordPrompt' {
        $started = New-FakeSession -Dxl '<database/>'
        function New-Object { param([string] $ComObject) if ($ComObject -eq 'Lotus.NotesSession') { $started } }
        $null = & $export (Join-Path $TestDrive 'prompt.dxl') -NoPasswordPrompt -Force
        # Without a password, Initialize prompts.
        $started.Calls[0] | Should -Match '^Initialize [0-9a-f]{32}$'
        $started.InitializeFailure = 'Wrong password.'
        { & $export (Join-Path $TestDrive 'prompt.dxl') -NoPasswordPrompt -Force } | Should -Throw 'Cannot start the Notes session without a password: *Wrong password.*-Password*ID file without a password*'
        $started.Calls.Clear()
        $started.InitializeFailure = $null
        $null = & $export (Join-Path $TestDrive 'prompt.dxl') -NoPasswordPrompt:$false -Force
        $started.Calls[0] | Should -BeExactly 'Initialize '
    }

    It 'exports every form of which the import script replaces documents' {
        $forms = foreach ($script in $export, $import) {
            $parameter = (Get-Command $script).ScriptBlock.Ast.ParamBlock.Parameters | Where-Object { $_.Name.VariablePath.UserPath -eq 'Form' }
            , @($parameter.DefaultValue.SafeGetValue())
        }
        $forms[1] | Where-Object { $forms[0] -notcontains $_ } | Should -BeNullOrEmpty
        $forms[1] | Where-Object { [IO.File]::ReadAllText((Join-Path (Split-Path (Get-ModuleManifest) -Parent) 'docs/export-and-import.md')) -notlike "*SelectionFormula = {*`"$_`"*" } | Should -BeNullOrEmpty
    }

    It 'says what it needs if there is no client' {
        function New-Object { param([string] $ComObject) throw "Class not registered: $ComObject." }
        { & $export (Join-Path $TestDrive 'none.dxl') } | Should -Throw '*Class not registered: Lotus.NotesSession.*Notes client is installed*'
    }
}

Describe 'Examples/Import-NotesDirectory.ps1' {
    BeforeEach {
        $session = New-FakeSession -Dxl ([IO.File]::ReadAllText($scenario))
        Get-ChildItem -LiteralPath $TestDrive -Filter '*.backup-*' | Remove-Item
    }

    It 'exports, changes, finds a conflict, writes a backup, imports, reads again, and undoes the import' {
        # Export.
        $names = Join-Path $TestDrive 'story.dxl'
        $null = & $export $names -Session $session
        $before = Get-DocumentText $session.Dxl
        # Change.
        $file = Join-Path $TestDrive 'story-changed.dxl'
        $null = Repair-CoexistenceConfiguration $names
        Get-ForeignDomainDocument $names | Export-DominoDirectory -Path $file -ChangedOnly
        # Conflict.
        $session.Edit($b, { param($document) $document.SetAttribute('edited', 'true') })
        $result = Invoke-Import $session $file
        $errors.FullyQualifiedErrorId | Should -Be 'DocumentChanged,Import-NotesDirectory.ps1'
        $result.Imported | Should -Be 0
        # The change is repeated with a new export.
        $session.Edit($b, { param($document) $document.RemoveAttribute('edited') })
        $null = & $export $names -Session $session -Force
        $null = Remove-DocumentAccessField $names -WarningAction SilentlyContinue -Force
        Get-ForeignDomainDocument $names | Export-DominoDirectory -Path $file -ChangedOnly -Force
        $session.Edit($a, { param($document) }) # The order of priority is that of the scenario again.
        $null = & $export $names -Session $session -Force
        $null = Remove-DocumentAccessField $names -WarningAction SilentlyContinue -Force
        Get-ForeignDomainDocument $names | Export-DominoDirectory -Path $file -ChangedOnly -Force
        # Backup and import.
        $result = Invoke-Import $session $file
        $errors | Should -BeNullOrEmpty
        $warnings | Should -BeNullOrEmpty
        $result.Imported | Should -Be 2
        $result.Left | Should -BeNullOrEmpty
        Get-DocumentText ([IO.File]::ReadAllText($result.BackupPath)) | Sort-Object | Should -Be @($before | Sort-Object)
        # Read again.
        $null = & $export $names -Session $session -Force
        (Get-ForeignDomainDocument $names).UniversalId | Should -Be @($a, $b)
        (Get-ForeignDomainDocument $names).HasDocumentAccess | Should -Be @($false, $false)
        # A second run imports nothing.
        $again = Invoke-Import $session $file
        $again.Imported | Should -Be 0
        $again.Unchanged | Should -Be 2
        $again.BackupPath | Should -BeNullOrEmpty
        "$information" | Should -BeLike '*already contains the documents of*Nothing was imported.'
        $errors | Should -BeNullOrEmpty
        # Undo.
        $undo = Invoke-Import $session $result.BackupPath
        $errors | Should -BeNullOrEmpty
        $undo.Imported | Should -Be 2
        Get-DocumentText $session.Dxl | Sort-Object | Should -Be @($before | Sort-Object)
        $null = & $export $names -Session $session -Force
        (Get-ForeignDomainDocument $names).UniversalId | Should -Be @($a, $b)
        # The undo can be undone too.
        $undo.BackupPath | Should -Not -Be $result.BackupPath
        (Invoke-Import $session $undo.BackupPath).Imported | Should -Be 2
        (Get-DocumentText $session.Dxl) -join '' | Should -Not -BeLike '*DocumentAccess*'
    }

    It 'leaves a domain whose document was <Case>, and names the document' -ForEach @(
        @{ Case = 'changed'; Name = 'BTEx (DominoB/Acme)'; Reason = '*was changed (sequence number * in the file, * in Domino) after*'; Change = { param($session, $id) $session.Edit($id, { param($document) }) } }
        @{ Case = 'deleted'; Name = 'BTEx (DominoB/Acme)'; Reason = '*was deleted or became unreadable after*'; Change = { param($session, $id) $session.Edit($id, { param($document) $null = $document.ParentNode.RemoveChild($document) }) } }
        @{ Case = 'renamed'; Name = 'Other (DominoB/Acme)'; Reason = '*was changed*'; Change = { param($session, $id) $session.Edit($id, { param($document) ($document.item | Where-Object { $_.name -eq 'DomainName' })['text'].InnerText = 'Other' }) } }
        @{ Case = 'added'; Name = 'BTEx (DominoB/Acme)'; Reason = '*was added after*'; Change = {
                param($session, $id)
                $session.Edit($id, { param($document) $new = $document.CloneNode($true); $new.noteinfo.SetAttribute('unid', '000000000000000000000000000000FF'); $null = $document.ParentNode.AppendChild($new) })
                # The other document is as it was.
                $database = [xml] $session.Dxl
                foreach ($document in $database.database.document) { if ($document.noteinfo.unid -eq $id) { $document.noteinfo.SetAttribute('sequence', $document.noteinfo.sequence - 1); $document.noteinfo['revised']['datetime'].InnerText = '20250309T093015,12+00'; $document.noteinfo['modified']['datetime'].InnerText = '20250309T093015,12+00' } }
                $session.Dxl = $database.OuterXml
            }
        }
    ) {
        & $Change $session $b
        $dxl = $session.Dxl
        $result = Invoke-Import $session
        $errors.FullyQualifiedErrorId | Should -Be 'DocumentChanged,Import-NotesDirectory.ps1'
        $errors[0].CategoryInfo.Category | Should -Be 'ResourceExists'
        "$errors" | Should -BeLike $Reason
        "$errors" | Should -BeLike "*No document for 'BTEx' was imported*"
        $result.Left.Document | Should -Be $(if ($Case -eq 'deleted') { "BTEx (DominoB/Acme)" } else { $Name })
        $result.Left.Domain | Should -Be 'BTEx'
        $result.Imported | Should -Be 0
        $result.BackupPath | Should -BeNullOrEmpty
        $session.Dxl | Should -BeExactly $dxl
        @(Get-ChildItem -LiteralPath $TestDrive -Filter '*.backup-*').Count | Should -Be 0
    }

    It 'finds an older document of the domain that is not in the file' -ForEach @('changed', 'deleted') {
        # Only the primary document has changed, so the file does not contain the other one.
        $one = Join-Path $TestDrive 'one.dxl'
        (Get-ForeignDomainDocument $scenario)[0] | Remove-DocumentAccessField -WhatIf -PassThru | Export-DominoDirectory -Path $one -ForeignDomainOnly -Force
        ([xml] [IO.File]::ReadAllText($one)).database.document.noteinfo.unid | Should -Be $a
        $session.Edit($b, $(if ($_ -eq 'changed') { { param($document) } } else { { param($document) $null = $document.ParentNode.RemoveChild($document) } }))
        $result = Invoke-Import $session $one
        $result.Left.UniversalId | Should -Be $b
        $result.Left.Reason | Should -BeLike "was $_*"
        $result.Imported | Should -Be 0
    }

    It 'imports the other domains, and leaves every byte of them' {
        $two = Join-Path $TestDrive 'two.dxl'
        $text = [IO.File]::ReadAllText($scenario)
        $documents = [regex]::Matches($text, '(?s)<document form=.Domain.>.*?</document>') | ForEach-Object Value
        $others = @($documents | ForEach-Object { $_.Replace('BTEx', 'Tü<!-- > -->x').Replace('0000A', '0000C') })
        $directory = Join-Path $TestDrive 'two-names.dxl'
        [IO.File]::WriteAllText($directory, $text.Replace('</database>', ($others -join "`r`n") + '</database>'))
        $session.Dxl = [IO.File]::ReadAllText($directory)
        Get-ForeignDomainDocument $directory | Remove-DocumentAccessField -WhatIf -PassThru | Export-DominoDirectory -Path $two -ForeignDomainOnly -Force
        $session.Edit($a, { param($document) })
        $result = Invoke-Import $session $two
        $errors.Count | Should -Be 1
        $result.Document | Should -Be 4
        $result.Imported | Should -Be 2
        $written = [IO.File]::ReadAllText($two)
        foreach ($document in [regex]::Matches($written, '(?s)<document .*?</document>')) {
            $session.Imported.Contains($document.Value) | Should -Be (-not $document.Value.Contains('BTEx'))
        }
        $session.Imported.Length | Should -BeLessThan $written.Length
        # The backup contains only what was imported.
        ([xml] [IO.File]::ReadAllText($result.BackupPath)).database.document.noteinfo.unid | ForEach-Object { $_.Substring(28) } | Sort-Object | Should -Be @('00C0', '00C1')
    }

    It 'compares the versions that the documents had before all recorded changes' {
        $names = Set-TestFile (Join-Path $TestDrive 'twice.dxl') ([IO.File]::ReadAllText($scenario))
        $file = Join-Path $TestDrive 'twice-changed.dxl'
        Set-ForeignDomainDocument $names -MailFile first.box -Force -WarningAction SilentlyContinue
        Set-ForeignDomainDocument $names -MailFile second.box -Force -WarningAction SilentlyContinue
        Get-ForeignDomainDocument $names | Export-DominoDirectory -Path $file -ChangedOnly
        (Invoke-Import $session $file).Imported | Should -Be 2
        $errors | Should -BeNullOrEmpty
        # The same with a directory in memory.
        $session = New-FakeSession -Dxl ([IO.File]::ReadAllText($scenario))
        $memory = Import-DominoDirectory $names
        $memory | Set-ForeignDomainDocument -MailFile third.box -Force -WarningAction SilentlyContinue
        $memory | Export-DominoDirectory -Path $file -ChangedOnly -Force
        (Invoke-Import $session $file).Imported | Should -Be 2
        $errors | Should -BeNullOrEmpty
    }

    It 'does not import if the order of priority and the content are the same' {
        $same = Join-Path $TestDrive 'same.dxl'
        Get-ForeignDomainDocument $scenario | Export-DominoDirectory -Path $same -ForeignDomainOnly -Force
        (Invoke-Import $session $same).Unchanged | Should -Be 2
        $session.Edit($b, { param($document) }) # Only the order is different.
        $result = Invoke-Import $session $same
        $result.Unchanged | Should -Be 0
        $result.Left.Count | Should -Be 1
        (Invoke-Import $session $same @{ Force = $true }).Imported | Should -Be 2
        "$warnings" | Should -BeLike "*was changed*Because of -Force, the documents for 'BTEx' are imported anyway."
        (Invoke-Import $session $same).Unchanged | Should -Be 2
    }

    It 'does not know whether a document is new if the file does not contain the versions' {
        $plain = Set-TestFile (Join-Path $TestDrive 'plain.dxl') ([IO.File]::ReadAllText($changed) -replace '(?s)<!-- CoexTools.*?-->', '')
        # The sequence numbers are those of the change.
        (Invoke-Import $session $plain).Left.Count | Should -Be 2
        $text = [IO.File]::ReadAllText($scenario)
        $document = [regex]::Match($text, '(?s)<document form=.Domain.>.*?</document>').Value.Replace("name='DocumentAccess'", "name='Other'")
        $null = Set-TestFile $plain "<database replicaid='852564AC004EBCCF' xmlns='http://www.lotus.com/dxl'>$document</database>"
        $result = Invoke-Import $session $plain
        $result.Left.Count | Should -Be 1
        $result.Left.Reason | Should -BeLike 'may have been added (the file does not contain document versions)*'
    }

    It 'imports nothing if the backup cannot be written' {
        $existing = Set-TestFile (Join-Path $TestDrive 'existing-backup.dxl') 'before'
        $dxl = $session.Dxl
        foreach ($path in $existing, (Join-Path $TestDrive 'missing/backup.dxl')) {
            { Invoke-Import $session -With @{ BackupPath = $path } } | Should -Throw "Cannot write the backup '$path': *Nothing was imported."
        }
        [IO.File]::ReadAllText($existing) | Should -BeExactly 'before'
        $session.Dxl | Should -BeExactly $dxl
        $session.Calls | Should -Not -Contain 'Import'
    }

    It 'writes the specified backup' {
        $path = Join-Path $TestDrive 'my-backup.dxl'
        (Invoke-Import $session -With @{ BackupPath = $path }).BackupPath | Should -BeExactly $path
        $documents = [regex]::Matches([IO.File]::ReadAllText($scenario), '(?s)<document form=.Domain.>.*?</document>') | ForEach-Object Value
        $text = [IO.File]::ReadAllText($path)
        (Get-DocumentText $text).Count | Should -Be 2
        ([xml] $text).database.document.noteinfo.unid | Should -Be @($b, $a) # Oldest first.
        ([xml] $text).database.document.noteinfo.sequence | Should -Be @('3', '3')
        ([xml] $text).database.replicaid | Should -Be ([xml] $session.Dxl).database.replicaid
        @(Get-ChildItem -LiteralPath $TestDrive -Filter 'my-backup*').Count | Should -Be 1
        $documents.Count | Should -BeGreaterThan 1
    }

    It 'refuses to undo what was changed after the import' {
        $result = Invoke-Import $session
        $session.Edit($a, { param($document) })
        $undo = Invoke-Import $session $result.BackupPath
        $undo.Left.UniversalId | Should -Be $a
        $undo.Imported | Should -Be 0
    }

    It 'reports what happened during the import' -ForEach @(
        @{ Change = { param($session) $session.Edit('000000000000000000000000000000A1', { param($document) $document.AppendChild($document.item[0].CloneNode($true)) }) }; Message = 'The document BTEx (DominoB/Acme) in ''names.nsf'' on this computer differs from the file*' }
        @{ Change = { param($session) $session.Edit('000000000000000000000000000000A1', { param($document) }) }; Message = 'The order of priority of ''BTEx'' in ''names.nsf'' on this computer differs*' }
        @{ Change = { param($session) $session.Edit('000000000000000000000000000000A0', { param($document) $new = $document.CloneNode($true); $new.noteinfo.SetAttribute('unid', '000000000000000000000000000000FF'); $null = $document.ParentNode.AppendChild($new) }) }; Message = 'The document BTEx (DominoA/Acme) in ''names.nsf'' on this computer was added during the import*' }
        @{ Change = { param($session) $session.Failure = 'The server is not responding.' }; Message = 'The documents were imported, but cannot be compared with the file: *To import it, use -Force.' }
    ) {
        $session.AfterImport = $Change
        (Invoke-Import $session).Imported | Should -Be 2
        @($warnings | Where-Object { $_ -like $Message }).Count | Should -Be 1
    }

    It 'imports nothing if the current documents cannot be exported' {
        $session.Failure = 'The server is not responding.'
        { Invoke-Import $session } | Should -Throw "Cannot export the current documents of 'names.nsf': *The server is not responding.*Nothing was imported."
        $session.Calls | Should -Not -Contain 'Import'
    }

    It 'stops at the first document that was changed with -ErrorAction Stop' {
        $session.Edit($a, { param($document) })
        { & $import $changed -Session $session -Confirm:$false -ErrorAction Stop } | Should -Throw '*was changed*'
        $session.Calls | Should -Not -Contain 'Import'
    }

    It 'warns about an error in the log although all documents were counted' {
        $session.Log = "<?xml version='1.0'?><DXLImporterLog><error id='7'>Item &apos;x&apos; failed.</error></DXLImporterLog>"
        (Invoke-Import $session).Imported | Should -Be 2
        @($warnings).Count | Should -Be 1
        "$warnings" | Should -BeLike "The log of the import contains an error: Item 'x' failed.*"
        $session = New-FakeSession -Dxl ([IO.File]::ReadAllText($scenario)) -Log '<DXLImporterLog><information>no error</information></DXLImporterLog>'
        $null = Invoke-Import $session -With @{ BackupPath = Join-Path $TestDrive 'log.dxl' }
        @($warnings).Count | Should -Be 0
    }

    It 'names both kinds of programs if the class is not registered' {
        function New-Object { param([string] $ComObject) throw "Class not registered: $ComObject." }
        $own, $other = if ([IntPtr]::Size -eq 8) { '64-bit', '32-bit' } else { '32-bit', '64-bit' }
        { & $import $changed -Confirm:$false } | Should -Throw "*not registered for $own programs*Notes is a $other program*"
    }

    It 'replaces the documents and nothing else' {
        $result = Invoke-Import $session -With @{ Server = 'Hub01/Acme' }
        $session.Calls | Should -Be @(
            'GetDatabase Hub01/Acme,names.nsf,False'; 'BuildCollection'; 'Open UTF-8'; 'Export False'; 'Close'
            'BuildCollection'; 'Open UTF-8'; 'Export False'; 'Close' # What was saved before the prompt was answered.
            'Open UTF-8'; 'Import'; 'Close'; 'BuildCollection'; 'Open UTF-8'; 'Export False'; 'Close')
        $session.Imported | Should -BeExactly ([IO.File]::ReadAllText($changed))
        $session.Collection.SelectionFormula | Should -BeExactly 'Form = "Domain" : "Gateway Domain" : "Foreign Domain"'
        $session.Importer.DocumentImportOption | Should -Be 5 # DXLIMPORTOPTION_REPLACE_ELSE_IGNORE
        $session.Importer.ACLImportOption | Should -Be 1 # DXLIMPORTOPTION_IGNORE
        $session.Importer.DesignImportOption | Should -Be 1
        $session.Importer.ReplicaRequiredForReplaceOrUpdate | Should -BeExactly $true
        $session.Importer.ExitOnFirstFatalError | Should -BeExactly $true
        $result.Document | Should -Be 2
        $result.Imported | Should -Be 2
        $result.Log | Should -BeExactly 'The log.'
        $result.BackupPath | Should -Match 'changed\.backup-\d{8}T\d{6}Z(-\d+)?\.dxl$'
    }

    It 'compares, but changes nothing with -WhatIf' {
        $dxl = $session.Dxl
        $result = Invoke-Import $session -With @{ WhatIf = $true }
        $result.Imported | Should -Be 0
        $result.BackupPath | Should -BeNullOrEmpty
        $session.Calls | Should -Not -Contain 'Import'
        $session.Edit($a, { param($document) })
        $dxl = $session.Dxl
        (Invoke-Import $session -With @{ WhatIf = $true }).Left.UniversalId | Should -Be $a
        $errors.FullyQualifiedErrorId | Should -Be 'DocumentChanged,Import-NotesDirectory.ps1'
        $session.Dxl | Should -BeExactly $dxl
        @(Get-ChildItem -LiteralPath $TestDrive -Filter '*.backup-*').Count | Should -Be 0
    }

    It 'refuses a full export' {
        { & $import $scenario -Session $session -Confirm:$false } | Should -Throw '*-ForeignDomainOnly*'
        $session.Calls.Count | Should -Be 0
    }

    It 'refuses note elements, whose form is an item' {
        $path = Set-TestFile (Join-Path $TestDrive 'note.dxl') "<database><document form='Domain'/><note class='document'><item name='Form'><text>Person</text></item></note></database>"
        { & $import $path -Session $session -Confirm:$false } | Should -Throw "*contains the element 'note'*"
        $session.Calls.Count | Should -Be 0
    }

    It 'refuses <Content>' -ForEach @(
        @{ Content = 'a profile document'; Dxl = "<profile name='p'><item name='x'/></profile>"; Message = "*contains the element 'profile'*" }
        @{ Content = 'an agent'; Dxl = "<agent name='a'><code event='action'><formula>@All</formula></code></agent>"; Message = "*contains the element 'agent'*" }
        @{ Content = 'a script library'; Dxl = "<scriptlibrary name='s'/>"; Message = "*contains the element 'scriptlibrary'*" }
        @{ Content = 'the script of the database'; Dxl = '<databasescript/>'; Message = "*contains the element 'databasescript'*" }
        @{ Content = 'a document with the item $Name'; Dxl = "<document form='Domain'><item name='`$name'><text>`$profile_x</text></item></document>"; Message = '*contains a profile document*' }
        @{ Content = 'a document whose item Form is another form'; Dxl = "<document form='Domain'><item name='FORM'><text>Person</text></item></document>"; Message = "*the item Form 'Person'*" }
        @{ Content = 'a document whose item Form has several values'; Dxl = "<document form='Domain'><item name='Form'><textlist><text>Domain</text><text>Agent</text></textlist></item></document>"; Message = "*the item Form 'Agent'*" }
        @{ Content = 'a document whose item Form is not text'; Dxl = "<document form='Domain'><item name='Form'><rawitemdata type='500'>AAA=</rawitemdata></item></document>"; Message = "*the item Form ''*" }
        @{ Content = 'an agent that is the root'; Dxl = $null; Message = "*contains the element 'agent'*" }
    ) {
        $text = if ($Dxl) { "<database xmlns='http://www.lotus.com/dxl'><document form='Domain'><item name='Form'><text>Domain</text></item></document>$Dxl</database>" } else { "<agent name='a'/>" }
        $path = Set-TestFile (Join-Path $TestDrive 'refused.dxl') $text
        { & $import $path -Session $session -Confirm:$false } | Should -Throw $Message
        $session.Calls.Count | Should -Be 0
    }

    It 'imports documents with the item Form, the access control list, and the information about the database' {
        $text = [IO.File]::ReadAllText($changed) -replace "(<database[^>]*>)", "`$1<databaseinfo/><acl><aclentry name='-Default-' level='reader'/></acl>" -replace "(<item name='Type'>)", "<item name='Form'><text>Domain</text></item>`$1"
        $path = Set-TestFile (Join-Path $TestDrive 'accepted.dxl') $text
        (Invoke-Import $session $path).Imported | Should -Be 2
        $session.Imported | Should -BeExactly $text
    }

    It 'imports other forms if they are specified' {
        $path = Set-TestFile (Join-Path $TestDrive 'other.dxl') ([IO.File]::ReadAllText($changed).Replace("form='Domain'", "form='Other'"))
        { & $import $path -Session $session -Confirm:$false } | Should -Throw "*the form 'Other'*"
        $session.Dxl = $session.Dxl.Replace("form='Domain'", "form='Other'").Replace('DomainName', 'MyName')
        $result = Invoke-Import $session $path @{ Database = 'other.nsf'; Form = 'Other', 'My "form"'; DomainItem = 'MyName', 'DomainName' }
        $session.Calls[0] | Should -BeExactly 'GetDatabase ,other.nsf,False'
        $session.Collection.SelectionFormula | Should -BeExactly 'Form = "Other" : "My \"form\""'
        $result.Imported | Should -Be 2
    }

    It 'reads files in other encodings' {
        $path = Join-Path $TestDrive 'utf16.dxl'
        [IO.File]::WriteAllText($path, [IO.File]::ReadAllText($changed).Replace("encoding='utf-8'", "encoding='utf-16'"), [Text.UnicodeEncoding]::new($false, $true))
        (Invoke-Import $session $path).Imported | Should -Be 2
    }

    It 'refuses a file without documents' {
        $path = Set-TestFile (Join-Path $TestDrive 'empty.dxl') '<database/>'
        { & $import $path -Session $session -Confirm:$false } | Should -Throw '*does not contain any documents*'
    }

    It 'warns of documents that the database does not contain' {
        $text = [IO.File]::ReadAllText($changed)
        $new = [regex]::Match($text, '(?s)<document .*?</document>').Value -replace "unid='\w+'", "unid='000000000000000000000000000000EE'"
        $path = Set-TestFile (Join-Path $TestDrive 'new.dxl') $text.Replace('</database>', "$new</database>")
        (Invoke-Import $session $path).Imported | Should -Be 2
        "$warnings" | Should -BeLike 'The file contains 3 documents to import, of which 2 were imported*'
        $null = Set-TestFile $path "<database><document form='Domain'><noteinfo unid='000000000000000000000000000000EE'/></document></database>"
        (Invoke-Import $session $path).Imported | Should -Be 0
        "$warnings" | Should -BeLike "'names.nsf' on this computer does not contain 1 of the 1 documents*Nothing was imported."
    }

    It 'says how far it got if the import fails' {
        $session.ImportFailure = 'You are not authorized.'
        { Invoke-Import $session } | Should -Throw '*after 1 of 2 documents: *You are not authorized.*The log.*The documents as they were are in*'
        $session.Calls[-1] | Should -BeExactly 'Close'
    }

    It 'starts a client with the password' {
        $started = $session
        function New-Object { param([string] $ComObject) if ($ComObject -eq 'Lotus.NotesSession') { $started } }
        $password = [Security.SecureString]::new()
        'secret'.ToCharArray() | ForEach-Object { $password.AppendChar($_) }
        $null = & $import $changed -Password $password -Confirm:$false
        $started.Calls[0] | Should -BeExactly 'Initialize secret'
    }

    It 'does not let the client prompt for a password with -NoPasswordPrompt' {
        $started = $session
        function New-Object { param([string] $ComObject) if ($ComObject -eq 'Lotus.NotesSession') { $started } }
        $null = & $import $changed -NoPasswordPrompt -Confirm:$false -BackupPath (Join-Path $TestDrive "$([Guid]::NewGuid()).dxl")
        # Without a password, Initialize prompts.
        $started.Calls[0] | Should -Match '^Initialize [0-9a-f]{32}$'
        $started.InitializeFailure = 'Wrong password.'
        { & $import $changed -NoPasswordPrompt -Confirm:$false -BackupPath (Join-Path $TestDrive "$([Guid]::NewGuid()).dxl") } | Should -Throw 'Cannot start the Notes session without a password: *Wrong password.*-Password*ID file without a password*'
        $started.Calls.Clear()
        $started.InitializeFailure = $null
        $null = & $import $changed -NoPasswordPrompt:$false -Confirm:$false -BackupPath (Join-Path $TestDrive "$([Guid]::NewGuid()).dxl")
        $started.Calls[0] | Should -BeExactly 'Initialize '
    }

    It 'does not overwrite a document that was saved before the prompt was answered' {
        $session.AfterExport = { param($session) $session.AfterExport = {}; $session.Edit('000000000000000000000000000000A1', { param($document) $document.SetAttribute('edited', 'true') }) }
        $result = Invoke-Import $session
        $errors.FullyQualifiedErrorId | Should -Be 'DocumentChanged,Import-NotesDirectory.ps1'
        $result.Left.UniversalId | Should -Be $b
        $result.Imported | Should -Be 0
        $session.Dxl | Should -BeLike '*edited="true"*'
        @(Get-ChildItem -LiteralPath $TestDrive -Filter '*.backup-*').Count | Should -Be 0
        # With -Force, the document is overwritten, and the backup contains it as it was then.
        $session = New-FakeSession -Dxl ([IO.File]::ReadAllText($scenario))
        $session.AfterExport = { param($session) $session.AfterExport = {}; $session.Edit('000000000000000000000000000000A1', { param($document) $document.SetAttribute('edited', 'true') }) }
        $result = Invoke-Import $session -With @{ Force = $true }
        $result.Imported | Should -Be 2
        @($warnings | Where-Object { $_ -like '*was changed*Because of -Force*' }).Count | Should -Be 1
        [IO.File]::ReadAllText($result.BackupPath) | Should -BeLike '*edited="true"*'
    }

    It 'imports what it compared, even if the file was replaced' {
        $file = Set-TestFile (Join-Path $TestDrive 'replaced.dxl') ([IO.File]::ReadAllText($changed))
        $session.AfterExport = { [IO.File]::WriteAllText((Join-Path $TestDrive 'replaced.dxl'), "<database><agent name='a'/></database>") }
        (Invoke-Import $session $file).Imported | Should -Be 2
        $session.Imported | Should -BeExactly ([IO.File]::ReadAllText($changed))
    }

    It 'imports a document whose content is the same, but whose priority is different' {
        # The file makes the second document the primary document, and does not change its content.
        $null = Invoke-Import $session # Removes the field DocumentAccess.
        $names = Join-Path $TestDrive 'primary.dxl'
        $file = Join-Path $TestDrive 'primary-changed.dxl'
        $null = & $export $names -Session $session
        $null = Repair-CoexistenceConfiguration $names -Primary DominoB -Force -WarningAction SilentlyContinue
        Get-ForeignDomainDocument $names | Export-DominoDirectory -Path $file -ChangedOnly
        ([xml] [IO.File]::ReadAllText($file)).database.document.noteinfo.unid | Should -Be $b
        $result = Invoke-Import $session $file
        $errors | Should -BeNullOrEmpty
        $warnings | Should -BeNullOrEmpty
        $result.Imported | Should -Be 1
        $result.ImportedDomain | Should -Be 'BTEx'
        $null = & $export $names -Session $session -Force
        (Get-ForeignDomainDocument $names).UniversalId | Should -Be @($b, $a)
        $again = Invoke-Import $session $file
        $again.Unchanged | Should -Be 1
        $again.ImportedDomain | Should -BeNullOrEmpty
        # The backup restores the order.
        $undo = Invoke-Import $session $result.BackupPath
        $undo.Imported | Should -Be 2
        $null = & $export $names -Session $session -Force
        (Get-ForeignDomainDocument $names).UniversalId | Should -Be @($a, $b)
    }

    It 'imports documents whose <Time> does not rise in the order of the file' -ForEach @(
        @{ Time = 'revised'; Value = '20200101T000000,00+00' }
        @{ Time = 'modified'; Value = '20200101T000000,00+00' }
        @{ Time = 'modified'; Value = '' }
    ) {
        # The audit rules about the order of the documents find this, and the repair saves the documents again.
        $database = [xml] $session.Dxl
        ($database.database.document | Where-Object { $_.noteinfo.unid -eq $a }).noteinfo[$Time]['datetime'].InnerText = $Value
        $session.Dxl = $database.OuterXml
        $file = Join-Path $TestDrive 'times.dxl'
        $names = Set-TestFile (Join-Path $TestDrive 'times-names.dxl') $session.Dxl
        Get-ForeignDomainDocument $names | Export-DominoDirectory -Path $file -ForeignDomainOnly -Force
        $written = [xml] [IO.File]::ReadAllText($file)
        $last = ($written.database.document | Where-Object { $_.noteinfo.unid -eq $b })
        $null = $last.ParentNode.InsertBefore($last, $last.ParentNode.ChildNodes.Item(0))
        [IO.File]::WriteAllText($file, $written.OuterXml)
        $result = Invoke-Import $session $file
        $errors | Should -BeNullOrEmpty
        $result.Unchanged | Should -Be 0
        $result.Imported | Should -Be 2
        (Invoke-Import $session $file @{ Force = $true }).Unchanged | Should -Be 2
    }

    It 'restores the order of priority with the backup of one document' {
        $names = Set-TestFile (Join-Path $TestDrive 'undo-order.dxl') ([IO.File]::ReadAllText($scenario))
        $file = Join-Path $TestDrive 'undo-order-changed.dxl'
        $null = Get-ForeignDomainDocument $names | Where-Object UniversalId -EQ $b | Remove-DocumentAccessField -Force -WarningAction SilentlyContinue
        Get-ForeignDomainDocument $names | Export-DominoDirectory -Path $file -ChangedOnly
        ([xml] [IO.File]::ReadAllText($file)).database.document.noteinfo.unid | Should -Be $b
        $before = Get-DocumentText $session.Dxl
        $result = Invoke-Import $session $file
        $result.Imported | Should -Be 1
        ([xml] [IO.File]::ReadAllText($result.BackupPath)).database.document.noteinfo.unid | Should -Be @($b, $a) # Oldest first.
        (Invoke-Import $session $result.BackupPath).Imported | Should -Be 2
        $errors | Should -BeNullOrEmpty
        Get-DocumentText $session.Dxl | Sort-Object | Should -Be @($before | Sort-Object)
        $null = & $export $names -Session $session -Force
        (Get-ForeignDomainDocument $names).UniversalId | Should -Be @($a, $b)
    }

    It 'reports that another document of the domain was <Case> during the import' -ForEach @(
        @{ Case = 'changed'; Change = { param($session) $session.Edit('000000000000000000000000000000A0', { param($document) }) }; Message = 'The order of priority of ''BTEx''*' }
        @{ Case = 'deleted'; Change = { param($session) $session.Edit('000000000000000000000000000000A0', { param($document) $null = $document.ParentNode.RemoveChild($document) }) }; Message = 'The document BTEx (DominoA/Acme)*was deleted during the import, or can no longer be read.' }
    ) {
        $one = Join-Path $TestDrive 'other-document.dxl'
        $names = Set-TestFile (Join-Path $TestDrive 'other-document-names.dxl') ([IO.File]::ReadAllText($scenario))
        $null = Get-ForeignDomainDocument $names | Where-Object UniversalId -EQ $b | Remove-DocumentAccessField -Force -WarningAction SilentlyContinue
        Get-ForeignDomainDocument $names | Export-DominoDirectory -Path $one -ChangedOnly -Force
        $session.AfterImport = $Change
        (Invoke-Import $session $one).Imported | Should -Be 1
        @($warnings | Where-Object { $_ -like $Message }).Count | Should -Be 1
    }

    It 'finds a difference that only <Name> makes' -ForEach @(
        @{ Name = 'a soft hyphen'; Left = 'Mail'; Right = "Ma$([char] 0xAD)il" }
        @{ Name = 'a zero width space'; Left = 'Mail'; Right = "Ma$([char] 0x200B)il" }
        @{ Name = 'a zero width joiner'; Left = 'Mail'; Right = "Ma$([char] 0x200D)il" }
        @{ Name = 'a decomposed character'; Left = "M$([char] 0xF6)l"; Right = "Mo$([char] 0x308)l" }
    ) {
        $insert = { param($text, $value) $text.Replace("<item name='Type'>", "<item name='Remark'><text>$value</text></item><item name='Type'>") }
        $session.Dxl = & $insert ([IO.File]::ReadAllText($scenario)) $Left
        $names = Set-TestFile (Join-Path $TestDrive 'invisible.dxl') $session.Dxl
        $file = Join-Path $TestDrive 'invisible-changed.dxl'
        Get-ForeignDomainDocument $names | Export-DominoDirectory -Path $file -ForeignDomainOnly -Force
        (Invoke-Import $session $file).Unchanged | Should -Be 2
        [IO.File]::WriteAllText($file, [IO.File]::ReadAllText($file).Replace($Left, $Right))
        $result = Invoke-Import $session $file
        $result.Imported | Should -Be 2
        $session.Dxl.Contains($Right) | Should -BeExactly $true
        # The comparison after the import finds it too.
        $session.AfterImport = { param($session) $session.Dxl = $session.Dxl.Replace($Left, $Right) }.GetNewClosure()
        [IO.File]::WriteAllText($file, [IO.File]::ReadAllText($file).Replace($Right, $Left))
        $null = Invoke-Import $session $file @{ Force = $true }
        @($warnings | Where-Object { $_ -like '*differs from the file after the import.' }).Count | Should -Be 2
    }

    It 'refuses a form that differs only in a soft hyphen' {
        $path = Set-TestFile (Join-Path $TestDrive 'form.dxl') ([IO.File]::ReadAllText($changed).Replace("form='Domain'", "form='Dom$([char] 0xAD)ain'"))
        { & $import $path -Session $session -Confirm:$false } | Should -Throw '*contains a document with the form*'
        $session.Calls.Count | Should -Be 0
    }

    It 'writes a backup that can be imported if the import fails' {
        $before = Get-DocumentText $session.Dxl
        $session.ImportFailure = 'You are not authorized.'
        $failure = { Invoke-Import $session } | Should -Throw '*To undo the import, import this file.' -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike 'ImportIncomplete*'
        $failure.TargetObject.Imported | Should -Be 1
        $session.ImportFailure = $null
        (Invoke-Import $session $failure.TargetObject.BackupPath).Imported | Should -Be 2
        $errors | Should -BeNullOrEmpty
        Get-DocumentText $session.Dxl | Sort-Object | Should -Be @($before | Sort-Object)
    }

    It 'says how to import the backup if the import fails and the documents cannot be read again' {
        $session.ImportFailure = 'The server is not responding.'
        $session.BeforeImport = { param($session) $session.Failure = 'The server is not responding.' }
        $failure = { Invoke-Import $session } | Should -Throw '*does not contain their new versions*To import it, use -Force.' -PassThru
        "$failure" | Should -Not -BeLike '*Nothing was imported*'
        $session.ImportFailure = $null
        $session.Failure = $null
        $session.BeforeImport = {}
        (Invoke-Import $session $failure.TargetObject.BackupPath @{ Force = $true }).Imported | Should -Be 2
    }

    It 'leaves no part of a file that it cannot write completely' {
        $definition = (Get-Command $import).ScriptBlock.Ast.Find({ param($node) $node -is [Management.Automation.Language.FunctionDefinitionAst] -and $node.Name -eq 'Write-NewFile' }, $true)
        . ([scriptblock]::Create($definition.Extent.Text))
        $path = Join-Path $TestDrive 'incomplete.dxl'
        { Write-NewFile $path $null } | Should -Throw
        [IO.File]::Exists($path) | Should -BeExactly $false
        # An existing file is not one that the function started to write.
        $null = Set-TestFile $path 'before'
        { Write-NewFile $path $null } | Should -Throw
        [IO.File]::ReadAllText($path) | Should -BeExactly 'before'
    }

    It 'does not state that documents are imported with -Force -WhatIf' {
        $session.Edit($a, { param($document) })
        (Invoke-Import $session -With @{ Force = $true; WhatIf = $true }).Imported | Should -Be 0
        "$warnings" | Should -BeLike "*was changed*Because of -Force, the documents for 'BTEx' are imported anyway."
    }
}

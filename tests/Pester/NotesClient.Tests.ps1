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

    # Returns an object with properties and methods. The methods see the object as $this.
    function New-FakeObject {
        [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'It changes nothing.')]
        param([hashtable] $Property, [hashtable] $Method)
        $object = [pscustomobject] $Property
        foreach ($name in $Method.Keys) { $object | Add-Member -MemberType ScriptMethod -Name $name -Value $Method[$name] }
        $object
    }

    # Returns an object that has the members of NotesSession that the scripts use, and a log of the calls.
    function New-FakeSession {
        [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'It changes nothing.')]
        param([string] $Dxl = '', [switch] $Closed, [string] $Failure, [int] $Imported = 2, [string] $Log = 'The log.')
        $session = New-FakeObject @{
            Calls = [Collections.Generic.List[string]]::new(); Dxl = $Dxl; Closed = [bool] $Closed; Failure = $Failure; Imported = $Imported; Log = $Log
            Collection = $null; Importer = $null; Stream = $null
        } @{
            Initialize = { $this.Calls.Add("Initialize $($args -join ',')") }
            GetDatabase = {
                $this.Calls.Add("GetDatabase $($args -join ',')")
                $session = $this
                New-FakeObject @{ IsOpen = -not $this.Closed; Session = $session } @{
                    CreateNoteCollection = {
                        $this.Session.Collection = New-FakeObject @{ All = $args[0]; SelectDocuments = $false; SelectAcl = $false; SelectionFormula = ''; Session = $this.Session } @{
                            BuildCollection = { $this.Session.Calls.Add('BuildCollection') }
                        }
                        $this.Session.Collection
                    }
                }
            }
            CreateStream = {
                $this.Stream = New-FakeObject @{ Path = $null; Open = $false; Session = $this } @{
                    Truncate = { [IO.File]::WriteAllText($this.Path, '') }
                    Close = { $this.Session.Calls.Add('Close') }
                }
                # A property and a method cannot have the same name.
                $this.Stream.PSObject.Properties.Remove('Open')
                $this.Stream | Add-Member -MemberType ScriptMethod -Name Open -Value { $this.Path = $args[0]; $this.Session.Calls.Add("Open $($args[1])"); $true }
                $this.Stream
            }
            CreateDXLExporter = {
                New-FakeObject @{ OutputDOCTYPE = $true; Log = 'The log.'; Notes = $args[0]; Target = $args[1]; Session = $this } @{
                    Process = {
                        if ($this.Session.Failure) { throw $this.Session.Failure }
                        if (-not $this.Notes) { throw 'Nothing to export.' }
                        $this.Session.Calls.Add("Export $($this.OutputDOCTYPE)")
                        [IO.File]::WriteAllText($this.Target.Path, $this.Session.Dxl)
                    }
                }
            }
            CreateDXLImporter = {
                $this.Importer = New-FakeObject @{
                    DocumentImportOption = 2; ACLImportOption = 0; DesignImportOption = 0; ReplicaRequiredForReplaceOrUpdate = $false; ExitOnFirstFatalError = $false
                    ImportedNoteCount = 0; Log = $this.Log; Source = $args[0]; Database = $args[1]; Session = $this
                } @{
                    Process = {
                        if ($this.Session.Failure) { $this.ImportedNoteCount = 1; throw $this.Session.Failure }
                        $this.ImportedNoteCount = $this.Session.Imported
                        $this.Session.Calls.Add("Import $($this.Source.Path)")
                    }
                }
                $this.Importer
            }
        }
        $session
    }

    $scenario = Get-Scenario 'security-on.dxl'
    $changed = Join-Path $TestDrive 'changed.dxl'
    Get-ForeignDomainDocument $scenario | Remove-DocumentAccessField -WhatIf -PassThru | Export-DominoDirectory -Path $changed -ForeignDomainOnly
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
        $session.Collection.SelectionFormula | Should -BeExactly 'Form = "Domain" : "Server" : "Group"'
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

    It 'says what it needs if there is no client' {
        function New-Object { param([string] $ComObject) throw "Class not registered: $ComObject." }
        { & $export (Join-Path $TestDrive 'none.dxl') } | Should -Throw '*Class not registered: Lotus.NotesSession.*Notes client is installed*'
    }
}

Describe 'Examples/Import-NotesDirectory.ps1' {
    It 'warns about an error in the log although all documents were counted' {
        $session = New-FakeSession -Log "<?xml version='1.0'?><DXLImporterLog><error id='7'>Item &apos;x&apos; failed.</error></DXLImporterLog>"
        $result = & $import $changed -Session $session -Confirm:$false -WarningVariable warnings -WarningAction SilentlyContinue
        $result.Imported | Should -Be 2
        @($warnings).Count | Should -Be 1
        "$warnings" | Should -BeLike "The log of the import contains an error: Item 'x' failed.*"
        $null = & $import $changed -Session (New-FakeSession -Log '<DXLImporterLog><information>no error</information></DXLImporterLog>') -Confirm:$false -WarningVariable warnings
        @($warnings).Count | Should -Be 0
    }

    It 'names both kinds of programs if the class is not registered' {
        function New-Object { param([string] $ComObject) throw "Class not registered: $ComObject." }
        $own, $other = if ([IntPtr]::Size -eq 8) { '64-bit', '32-bit' } else { '32-bit', '64-bit' }
        { & $import $changed -Confirm:$false } | Should -Throw "*not registered for $own programs*Notes is a $other program*"
    }

    It 'replaces the documents and nothing else' {
        $session = New-FakeSession
        $result = & $import $changed -Server Hub01/Acme -Session $session -Confirm:$false
        $session.Calls | Should -Be @('GetDatabase Hub01/Acme,names.nsf,False', 'Open UTF-8', "Import $changed", 'Close')
        $session.Importer.DocumentImportOption | Should -Be 5 # DXLIMPORTOPTION_REPLACE_ELSE_IGNORE
        $session.Importer.ACLImportOption | Should -Be 1 # DXLIMPORTOPTION_IGNORE
        $session.Importer.DesignImportOption | Should -Be 1
        $session.Importer.ReplicaRequiredForReplaceOrUpdate | Should -BeExactly $true
        $session.Importer.ExitOnFirstFatalError | Should -BeExactly $true
        $result.Document | Should -Be 2
        $result.Imported | Should -Be 2
        $result.Log | Should -BeExactly 'The log.'
    }

    It 'changes nothing with -WhatIf' {
        $session = New-FakeSession
        & $import $changed -Session $session -WhatIf | Should -BeNullOrEmpty
        $session.Calls.Count | Should -Be 0
    }

    It 'refuses a full export' {
        $session = New-FakeSession
        { & $import $scenario -Session $session -Confirm:$false } | Should -Throw '*-ForeignDomainOnly*'
        $session.Calls.Count | Should -Be 0
    }

    It 'refuses note elements, whose form is an item' {
        $session = New-FakeSession
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
        $session = New-FakeSession
        $text = if ($Dxl) { "<database xmlns='http://www.lotus.com/dxl'><document form='Domain'><item name='Form'><text>Domain</text></item></document>$Dxl</database>" } else { "<agent name='a'/>" }
        $path = Set-TestFile (Join-Path $TestDrive 'refused.dxl') $text
        { & $import $path -Session $session -Confirm:$false } | Should -Throw $Message
        $session.Calls.Count | Should -Be 0
    }

    It 'imports documents with the item Form, the access control list, and the information about the database' {
        $session = New-FakeSession
        $path = Set-TestFile (Join-Path $TestDrive 'accepted.dxl') "<database><databaseinfo/><acl><aclentry name='-Default-' level='reader'/></acl><document form='Domain'><item name='Form'><text>Domain</text></item><item name='Type'><text>Domain</text></item></document><document form='Domain'/></database>"
        (& $import $path -Session $session -Confirm:$false).Document | Should -Be 2
    }

    It 'imports other forms if they are specified' {
        $session = New-FakeSession
        $path = Set-TestFile (Join-Path $TestDrive 'other.dxl') "<database><document form='Other'/></database>"
        { & $import $path -Session $session -Confirm:$false } | Should -Throw "*the form 'Other'*"
        $null = & $import $path -Database other.nsf -Form Other -Session $session -Confirm:$false -WarningAction SilentlyContinue
        $session.Calls[0] | Should -BeExactly 'GetDatabase ,other.nsf,False'
    }

    It 'refuses a file without documents' {
        $path = Set-TestFile (Join-Path $TestDrive 'empty.dxl') '<database/>'
        { & $import $path -Session (New-FakeSession) -Confirm:$false } | Should -Throw '*does not contain any documents*'
    }

    It 'warns of documents that the database does not contain' {
        $result = & $import $changed -Session (New-FakeSession -Imported 1) -Confirm:$false -WarningVariable warned -WarningAction SilentlyContinue
        $result.Imported | Should -Be 1
        "$warned" | Should -Match 'contains 2 documents, of which 1 were imported'
    }

    It 'says how far it got if the import fails' {
        $session = New-FakeSession -Failure 'You are not authorized.'
        { & $import $changed -Session $session -Confirm:$false } | Should -Throw '*after 1 of 2 documents: *You are not authorized.*The log.*'
        $session.Calls[-1] | Should -BeExactly 'Close'
    }

    It 'starts a client with the password' {
        $started = New-FakeSession
        function New-Object { param([string] $ComObject) if ($ComObject -eq 'Lotus.NotesSession') { $started } }
        $password = [Security.SecureString]::new()
        'secret'.ToCharArray() | ForEach-Object { $password.AppendChar($_) }
        $null = & $import $changed -Password $password -Confirm:$false
        $started.Calls[0] | Should -BeExactly 'Initialize secret'
    }
}

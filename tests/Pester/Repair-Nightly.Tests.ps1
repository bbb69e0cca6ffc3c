# The nightly run against directories that live: a stub of the Domino REST API, and a simulated Notes session. The xUnit tests of the command line are in
# NightlyTests.cs.

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingConvertToSecureStringWithPlainText', '', Justification = 'The password is that of the test server.')]
param()

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule
    $script = Join-Path (Split-Path (Get-ModuleManifest) -Parent) (Join-Path 'Examples' 'Repair-Nightly.ps1')
    $password = 'Kein-Geheimnis-4711'
    $token = 'kopf.rumpf.schwanz'
    $unidA = '0' * 30 + 'A0'
    $unidB = '0' * 30 + 'A1'

    # Returns the state of a stub server with the documents of a scenario. The requests are recorded.
    function New-StubDirectory([string] $Scenario) {
        [xml] $dxl = [IO.File]::ReadAllText((Get-Scenario $Scenario)) -replace '<!DOCTYPE[^>]*>'
        $documents = foreach ($element in $dxl.database.document) {
            $items = [ordered]@{}
            foreach ($item in $element.item) {
                $texts = @($item.SelectNodes('.//*[local-name() = "text"]') | ForEach-Object { $_.InnerText })
                $items[$item.name] = if ($texts.Count -eq 1) { $texts[0] } else { $texts }
            }
            $items['$UpdatedBy'] = 'CN=Admin/O=Acme'
            @{ Unid = $element.noteinfo.unid; Form = $element.form; Items = $items; Sequence = 3; Modified = if ($element.noteinfo.unid -eq $unidB) { [datetime] '2025-03-09T09:30:15.12' } else { [datetime] '2025-03-10T09:30:15.12' } }
        }
        [hashtable]::Synchronized(@{ Documents = @($documents); Requests = [Collections.ArrayList]::Synchronized([Collections.ArrayList]::new()); Password = $password; Token = $token; Edit = ''; Fault = '' })
    }

    # Saves a document in the form, as a user of Domino does.
    function Set-Form([hashtable] $Directory, [string] $Unid, [string] $Editor) {
        $document = $Directory.Documents | Where-Object Unid -EQ $Unid
        $document.Items['DocumentAccess'] = '[NetModifier]'
        $document.Items['$UpdatedBy'] = @('CN=Admin/O=Acme', $Editor)
        $document.Sequence++
        $document.Modified = [datetime]::UtcNow
    }

    $answer = {
        param($listener, $directory)
        function ConvertTo-Meta($document) {
            $time = $document.Modified.ToString('yyyy-MM-ddTHH:mm:ss.ffZ', [Globalization.CultureInfo]::InvariantCulture)
            [ordered]@{ unid = $document.Unid; noteid = 2338; created = '2019-03-10T09:30:15.12Z'; lastmodified = $time; revision = "$($document.Sequence)"; Form = $document.Form }
        }
        function ConvertTo-Document($document) {
            $json = [ordered]@{ '@meta' = ConvertTo-Meta $document; Form = $document.Form }
            foreach ($name in $document.Items.Keys) { $json[$name] = $document.Items[$name] }
            $json
        }
        while ($true) {
            try { $client = $listener.AcceptTcpClient() } catch { return }
            $stream = $client.GetStream()
            $reader = New-Object IO.StreamReader ($stream, [Text.Encoding]::GetEncoding('iso-8859-1'))
            $line = $reader.ReadLine()
            if (-not $line) { $client.Close(); continue }
            $key = $line -replace '\?.*| HTTP/1\.1$'
            $length = 0
            while ($header = $reader.ReadLine()) { if ($header -match '^Content-Length: (\d+)$') { $length = [int] $Matches[1] } }
            $content = New-Object char[] $length
            $null = $reader.ReadBlock($content, 0, $length)
            $null = $directory.Requests.Add($key)
            $document = $directory.Documents | Where-Object { $_.Unid -eq ($key -split '/')[-1] }
            if ($document -and $directory.Edit -and $key -match '^GET /api/v1/docmeta/') {
                # Somebody saves the document between the reading and the change.
                $edited = $directory.Documents | Where-Object { $_.Unid -eq $directory.Edit }
                $edited.Sequence++
                $edited.Modified = [datetime]::UtcNow
                $directory.Edit = ''
            }
            $status = '200 OK'
            $body = switch -Regex ($key) {
                'POST /api/v1/auth$' {
                    if ((-join $content | ConvertFrom-Json).password -cne $directory.Password) { $status = '401 Unauthorized'; '{"status":401,"message":"Invalid credentials"}' }
                    else { '{"bearer":"' + $directory.Token + '","expSeconds":3600,"leeway":5}' }
                    break
                }
                '/scope/access$' { '{"User":"CN=Admin/O=Acme","Level":"MANAGER","Roles":["[NetModifier]"]}'; break }
                'POST /api/v1/query$' {
                    $form = [regex]::Match(-join $content, "'(.*?)'").Groups[1].Value
                    '[' + (@($directory.Documents | Where-Object { $_.Form -eq $form } | ForEach-Object { ConvertTo-Json (ConvertTo-Document $_) -Depth 5 -Compress }) -join ',') + ']'
                    break
                }
                '/acl/entries$' { '[{"name":"-Default-","type":"","level":"AUTHOR","roles":[],"flags":[]},{"name":"LocalDomainServers","type":"GROUP","level":"MANAGER","roles":["[NetModifier]"],"flags":["GROUP","SERVER"]}]'; break }
                '/access/groups$' {
                    '[' + (@($directory.Documents | Where-Object { $_.Form -eq 'Group' } | ForEach-Object {
                                $type = @('multi-purpose', 'mail-only', 'acl-only', 'deny-access', 'servers-only')[[int] $_.Items['GroupType']]
                                ConvertTo-Json ([ordered]@{ name = $_.Items['ListName']; type = $type; members = @($_.Items['Members']) }) -Compress
                            }) -join ',') + ']'
                    break
                }
                '^GET /api/v1/docmeta/' { ConvertTo-Json (ConvertTo-Meta $document) -Compress; break }
                '^GET /api/v1/(raw|document)/' { ConvertTo-Json (ConvertTo-Document $document) -Depth 5 -Compress; break }
                '^PATCH /api/v1/document/' {
                    if ($directory.Fault) { $status = '500 Internal Server Error'; '{"status":500,"message":"' + $directory.Fault + '"}'; break }
                    foreach ($item in (-join $content | ConvertFrom-Json).PSObject.Properties) {
                        if ($null -eq $item.Value) { $document.Items.Remove($item.Name) } else { $document.Items[$item.Name] = $item.Value }
                    }
                    $document.Sequence++
                    $document.Modified = [datetime]::UtcNow
                    ConvertTo-Json (ConvertTo-Document $document) -Depth 5 -Compress
                    break
                }
                default { $status = '404 Not Found'; '{"status":404,"message":"No such operation"}' }
            }
            $bytes = [Text.Encoding]::UTF8.GetBytes($body)
            $head = "HTTP/1.1 $status`r`nContent-Type: application/json`r`nContent-Length: $($bytes.Length)`r`nConnection: close`r`n`r`n"
            $stream.Write([Text.Encoding]::ASCII.GetBytes($head), 0, $head.Length)
            $stream.Write($bytes, 0, $bytes.Length)
            $client.Close()
        }
    }

    function Start-Stub([hashtable] $Directory, [int] $Port = 0) {
        $listener = New-Object Net.Sockets.TcpListener ([Net.IPAddress]::Loopback, $Port)
        $listener.Start()
        $shell = [PowerShell]::Create().AddScript($answer).AddArgument($listener).AddArgument($Directory)
        @{ Listener = $listener; Shell = $shell; Running = $shell.BeginInvoke(); Uri = "http://127.0.0.1:$($listener.LocalEndpoint.Port)"; Port = $listener.LocalEndpoint.Port }
    }

    function Stop-Stub([hashtable] $Server) {
        $Server.Listener.Stop()
        if ($Server.Running.AsyncWaitHandle.WaitOne(5000)) { $Server.Shell.Dispose() }
    }

    # In place of a credential in the store of the platform. The test server has no certificate.
    function Connect-DominoDirectory {
        [CmdletBinding()]
        param([uri] $Uri, [string] $DataSource, [string] $CredentialName)
        if ($CredentialName -cne 'acme') { throw "Cannot find the credential '$CredentialName'." }
        $credential = New-Object PSCredential ('Admin/Acme', (ConvertTo-SecureString $password -AsPlainText -Force))
        CoexTools\Connect-DominoDirectory -Uri $Uri -DataSource $DataSource -Credential $credential -AllowHttp -JournalPath (Join-Path $TestDrive 'server.journal')
    }

    # Runs the script, and returns its output, its exit code, and the records of its log.
    function Invoke-Nightly([string] $Name, [hashtable] $Parameters, [switch] $KeepLog) {
        $log = Join-Path $TestDrive "$Name.log"
        if (-not $KeepLog) { [IO.File]::Delete($log) }
        $output = @(& $script @Parameters -LogPath $log -MetricPath (Join-Path $TestDrive "$Name.prom"))
        @{
            ExitCode = $LASTEXITCODE; Output = $output; Text = [IO.File]::ReadAllText((Join-Path $TestDrive "$Name.prom"))
            Record = @([IO.File]::ReadAllLines($log) | ForEach-Object { $_ | ConvertFrom-Json })
            Source = @([IO.File]::ReadAllLines($log) | ForEach-Object { $_ | ConvertFrom-Json } | Where-Object event -EQ 'source')
        }
    }
}

Describe 'Repair-Nightly.ps1 and a server' {
    BeforeAll {
        $directory = New-StubDirectory 'security-on-field-removed.dxl'
        $server = Start-Stub $directory
        $options = @{ Uri = $server.Uri; DataSource = 'names'; CredentialName = 'acme' }
    }

    AfterAll { Stop-Stub $server }

    It 'writes nothing to a healthy directory' {
        $run = Invoke-Nightly 'story' $options
        $run.Source.state | Should -BeExactly 'Healthy'
        $run.ExitCode | Should -Be 0
        $run.Source.source | Should -BeExactly "$($server.Uri)/names"
        $directory.Requests -match '^PATCH' | Should -BeNullOrEmpty
        $run.Text | Should -Match '(?m)^coextools_run_state\{state="Healthy"\} 1$'
    }

    It 'removes the field that an edit in the form brought back, reads the directory again, and reports it as repaired' {
        Set-Form $directory $unidB 'CN=Jane Doe/O=Acme'
        $directory.Requests.Clear()
        $run = Invoke-Nightly 'story' ($options + @{ ReportPath = Join-Path $TestDrive 'story.html' })
        $run.Source.state | Should -BeExactly 'Repaired'
        $run.ExitCode | Should -Be 1
        @($directory.Requests -match '^PATCH').Count | Should -Be 1
        @($directory.Requests -match '^POST /api/v1/auth').Count | Should -Be 2
        ($directory.Documents | Where-Object Unid -EQ $unidB).Items.Contains('DocumentAccess') | Should -BeFalse
        $run.Source.changed.document | Should -BeExactly $unidB
        $run.Source.changed.name | Should -BeExactly 'BTEx (DominoB/Acme)'
        $run.Source.changed.editor | Should -BeExactly 'Jane Doe/Acme'
        $run.Source.before.error | Should -BeGreaterThan 0
        $run.Source.after.error | Should -Be 0
        # The metrics describe what was read again.
        $run.Text | Should -Not -Match '(?m)^coextools_findings\{rule="CX001",severity="Error",domain="BTEx"\} [1-9]'
        $run.Text | Should -Match '(?m)^coextools_findings_before\{rule="CX001",severity="Error",domain="BTEx"\} [1-9]'
        $run.Text | Should -Match '(?m)^coextools_run_state\{state="Repaired"\} 1$'
        $run.Text | Should -Match '(?m)^coextools_run_success 1$'
        [IO.File]::ReadAllText((Join-Path $TestDrive 'story.html')) | Should -Match '<html'
    }

    It 'changes nothing in the next run' {
        $directory.Requests.Clear()
        $state = ConvertTo-Json $directory.Documents -Depth 5
        $run = Invoke-Nightly 'story' $options
        $run.Source.state | Should -BeExactly 'Healthy'
        $run.ExitCode | Should -Be 0
        $directory.Requests -match '^PATCH' | Should -BeNullOrEmpty
        ConvertTo-Json $directory.Documents -Depth 5 | Should -BeExactly $state
    }

    It 'leaves a document that is edited in the middle, and names it' {
        Set-Form $directory $unidB 'CN=Jane Doe/O=Acme'
        $directory.Edit = $unidB
        $directory.Requests.Clear()
        $run = Invoke-Nightly 'story' $options
        $run.Source.state | Should -BeExactly 'Refused'
        $run.ExitCode | Should -Be 2
        $run.Source.reason | Should -Match "^DocumentChanged: .*BTEx \(DominoB/Acme\)"
        $run.Source[0].changed.Count | Should -Be 0
        $directory.Requests -match '^PATCH' | Should -BeNullOrEmpty
        ($directory.Documents | Where-Object Unid -EQ $unidB).Items['DocumentAccess'] | Should -BeExactly '[NetModifier]'
        $run.Text | Should -Match '(?m)^coextools_findings\{rule="CX001",severity="Error",domain="BTEx"\} [1-9]'
        # The next run repairs it.
        (Invoke-Nightly 'story' $options).Source.state | Should -BeExactly 'Repaired'
    }

    It 'reports a server that is down as unknown, and marks the old metrics' {
        $before = Invoke-Nightly 'story' $options
        $time = [regex]::Match($before.Text, '(?m)^coextools_run_timestamp_seconds (.+)$').Groups[1].Value
        $findings = [regex]::Matches($before.Text, '(?m)^coextools_findings\{(.+)\} (.+)$')
        $findings.Count | Should -BeGreaterThan 0
        Stop-Stub $server
        foreach ($night in 1, 2) {
            $run = Invoke-Nightly 'story' $options
            $run.Source.state | Should -BeExactly 'Unknown'
            $run.Source.reason | Should -Not -BeNullOrEmpty
            $run.Source.after | Should -BeNullOrEmpty
            $run.ExitCode | Should -Be 3
            $run.Text | Should -Match '(?m)^coextools_run_success 0$'
            $run.Text | Should -Match '(?m)^coextools_run_state\{state="Unknown"\} 1$'
            $run.Text | Should -Match "(?m)^coextools_last_success_timestamp_seconds $([regex]::Escape($time))$"
            foreach ($finding in $findings) { $run.Text | Should -Match "(?m)^coextools_findings\{$([regex]::Escape($finding.Groups[1].Value)),stale=""true""\} $($finding.Groups[2].Value)$" }
            # No value is presented as one of this night.
            [regex]::Matches($run.Text, '(?m)^coextools_(findings|request_answered|availability_ratio)[a-z_]*\{(?!.*stale="true"\} ).*$').Count | Should -Be 0
        }
        $restarted = Start-Stub $directory $server.Port
        foreach ($key in @($restarted.Keys)) { $server[$key] = $restarted[$key] } # For AfterAll.
        $run = Invoke-Nightly 'story' $options
        $run.Source.state | Should -BeExactly 'Healthy'
        $run.Text | Should -Not -Match 'stale'
    }

    It 'keeps the metrics of a server that is down if another source can be read' {
        $before = Invoke-Nightly 'story' $options
        $finding = [regex]::Match($before.Text, '(?m)^coextools_findings\{(.+domain="BTEx")\} (.+)$')
        $finding.Success | Should -BeTrue
        $good = Join-Path $TestDrive 'other.dxl'
        $null = Set-TestFile $good ([IO.File]::ReadAllText((Get-Scenario 'security-on-field-removed.dxl')).Replace('BTEx', 'Other'))
        $directory.Password = 'other'
        $run = Invoke-Nightly 'story' ($options + @{ Path = $good })
        $directory.Password = $password
        $run.ExitCode | Should -Be 3
        $run.Text | Should -Match '(?m)^coextools_findings\{.+domain="Other"\} [1-9]'
        $run.Text | Should -Match "(?m)^coextools_findings\{$([regex]::Escape($finding.Groups[1].Value)),stale=""true""\} $($finding.Groups[2].Value)$"
        $run.Text | Should -Match '(?m)^coextools_request_answered\{domain="BTEx",.+,stale="true"\} 1'
    }

    It 'logs a change before it reads the directory again' {
        Set-Form $directory $unidB 'CN=Jane Doe/O=Acme'
        $logged = [Collections.Generic.List[object]]::new()
        function Connect-DominoDirectory {
            [CmdletBinding()]
            param([uri] $Uri, [string] $DataSource, [string] $CredentialName)
            $logged.Add([IO.File]::ReadAllText((Join-Path $TestDrive 'story.log')))
            $credential = New-Object PSCredential ('Admin/Acme', (ConvertTo-SecureString $password -AsPlainText -Force))
            CoexTools\Connect-DominoDirectory -Uri $Uri -DataSource $DataSource -Credential $credential -AllowHttp -JournalPath (Join-Path $TestDrive 'server.journal')
        }
        (Invoke-Nightly 'story' $options).Source.state | Should -BeExactly 'Repaired'
        $logged.Count | Should -Be 2
        $logged[0] | Should -Not -Match '"event":"action"'
        $logged[1] | Should -Match """event"":""action"".*""document"":""$unidB"""
    }

    It 'reports a change that fails halfway as failed' {
        Set-Form $directory $unidB 'CN=Jane Doe/O=Acme'
        $directory.Fault = 'The disk is full'
        $run = Invoke-Nightly 'story' $options
        $directory.Fault = ''
        $run.Source.state | Should -BeExactly 'Failed'
        $run.ExitCode | Should -Be 3
        $run.Source.after.error | Should -BeGreaterThan 0 # The directory was read again.
        (Invoke-Nightly 'story' $options).ExitCode | Should -Be 1
    }

    It 'writes no secret to any file' {
        $files = @(Get-ChildItem -LiteralPath $TestDrive -Recurse -File)
        $files.Name | Should -Contain 'story.log'
        $files.Name | Should -Contain 'story.prom'
        $files.Name | Should -Contain 'server.journal'
        $encoded = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($password))
        foreach ($file in $files) {
            $text = [IO.File]::ReadAllText($file.FullName)
            foreach ($secret in $password, $token, $encoded) { $text.Contains($secret) | Should -BeFalse -Because "$($file.Name) must not contain it" }
        }
    }
}

Describe 'Repair-Nightly.ps1 and documents that are missing' {
    BeforeAll {
        $path = Join-Path $TestDrive 'seen.dxl'
        $log = Join-Path $TestDrive 'seen.log'
        $complete = [IO.File]::ReadAllText((Get-Scenario 'security-on-field-removed.dxl'))
        # As an account exports the directory that cannot read a document.
        $partial = $complete -replace "(?s)<document form='Domain'>(?:(?!</document>).)*$unidB.*?</document>"
        $none = $complete -replace "(?s)<document form='Domain'>.*?</document>"

        function Invoke-Night([string] $Text) {
            $null = Set-TestFile $path $Text
            $run = Invoke-Nightly 'seen' @{ Path = $path } -KeepLog
            @{ ExitCode = $run.ExitCode; Text = $run.Text; Source = $run.Source[-1] }
        }

        function Get-LastLine { [IO.File]::ReadAllLines($log)[-1] | ConvertFrom-Json }
    }

    BeforeEach {
        Get-ChildItem $TestDrive -Filter 'seen.log*' | Remove-Item
        (Invoke-Night $complete).Source.state | Should -BeExactly 'Healthy'
    }

    It 'reports a document that an earlier run read as missing in each run, until it can be read again' {
        $partial.Length | Should -BeLessThan $complete.Length
        $run = Invoke-Night $partial
        $run.Source.state | Should -BeExactly 'Unknown'
        $run.ExitCode | Should -Be 3
        $run.Source.reason | Should -BeExactly 'This document can no longer be read, or was deleted: BTEx (DominoB/Acme).'
        $run.Source.missing.document | Should -BeExactly $unidB
        $run.Text | Should -Match '(?m)^coextools_run_success 0$'
        $since = $run.Source.missing.since
        foreach ($night in 1, 2) {
            $run = Invoke-Night $partial
            $run.Source.state | Should -BeExactly 'Unknown'
            $run.Source.reason | Should -Match 'BTEx \(DominoB/Acme\)\. It has been missing since \d{4}-\d\d-\d\d \d\d:\d\d UTC\.$'
            $run.Source.missing.since | Should -Be $since
        }
        $run = Invoke-Night $complete
        $run.Source.state | Should -BeExactly 'Healthy'
        $run.Source.missing | Should -BeNullOrEmpty
        (Invoke-Night $partial).Source.missing.since | Should -Not -Be $since
    }

    It 'remembers the documents when the file cannot be read, and when it contains none' {
        $run = Invoke-Night 'not a directory'
        $run.Source.state | Should -BeExactly 'Unknown'
        $run.Source.reason | Should -Not -Match 'DominoB'
        $run.Source.missing | Should -BeNullOrEmpty
        $run.Source.documents.Count | Should -Be 2
        $run = Invoke-Night $none
        $run.Source.reason | Should -Match '^These documents can no longer be read, or were deleted: .*BTEx \(DominoB/Acme\)'
        $run.Source.missing.Count | Should -Be 2
        (Invoke-Night $partial).Source.missing.document | Should -BeExactly $unidB
    }

    It 'finds what it read in a log that was renamed' {
        [IO.File]::Move($log, "$log.1")
        (Invoke-Night $partial).Source.missing.document | Should -BeExactly $unidB
    }

    It 'skips the start of a line that an interrupted run left' {
        $line = [IO.File]::ReadAllLines($log) | Where-Object { $_ -cmatch '"event":"source"' }
        foreach ($end in '"documents":[', "$unidB`"") { [IO.File]::AppendAllText($log, $line.Substring(0, $line.IndexOf($end) + $end.Length) + "`n") }
        # Not Invoke-Nightly, which reads every line of the log.
        $null = Set-TestFile $path $partial
        $null = & $script $path -LogPath $log
        ([IO.File]::ReadAllLines($log) | Where-Object { $_ -cmatch '"event":"source"' } | Select-Object -Last 1 | ConvertFrom-Json).missing.document | Should -BeExactly $unidB
    }

    It 'finds what it read although a number of the renamed logs is missing' {
        [IO.File]::Move($log, "$log.9")
        (Invoke-Night $partial).Source.missing.document | Should -BeExactly $unidB
    }

    It 'does not mistake one source for another' {
        $other = Set-TestFile (Join-Path $TestDrive 'other-seen.dxl') $partial
        (Invoke-Nightly 'seen' @{ Path = $other } -KeepLog).Source[-1].state | Should -BeExactly 'Refused' # One document: CX007.
    }

    It 'no longer reports a document that was recorded as deleted' {
        $before = (Invoke-Night $partial).Source
        $before.state | Should -BeExactly 'Unknown'
        # The command of the last step, as an administrator copies it.
        $command = (Get-CoexistenceRun -LogPath $log -Last 1).NextStep[-1]
        $command | Should -BeLike 'If it was deleted, record the deletion: & *'
        $output = & ([scriptblock]::Create($command.Substring($command.IndexOf('&'))))
        $LASTEXITCODE | Should -Be 0
        ($output | ConvertFrom-Json).documents.name | Should -BeExactly 'BTEx (DominoB/Acme)'
        (Get-LastLine).event | Should -BeExactly 'deleted'
        # It is not a run.
        @(Get-CoexistenceRun -LogPath $log).Count | Should -Be 2
        $run = Invoke-Night $partial
        $run.Source.missing | Should -BeNullOrEmpty
        $run.Source.documents.document | Should -Not -Contain $unidB
        $run.Source.state | Should -Not -Be 'Unknown'
        # If it is there again, it counts as read.
        $null = Invoke-Night $complete
        (Invoke-Night $partial).Source.state | Should -BeExactly 'Unknown'
    }

    It 'records nothing for <Case>' -ForEach @(
        @{ Case = 'a document that is not missing'; Id = '000000000000000000000000000000A0'; Message = "No document with the UNID '000000000000000000000000000000A0' is missing" }
        @{ Case = 'a document that is not known'; Id = '000000000000000000000000000000A1; 4711'; Message = "No document with the UNID '4711' is missing" }
        @{ Case = 'a pattern that no missing document matches'; Id = '4711*'; Message = "No document whose UNID matches '4711\*' is missing" }
        @{ Case = 'an empty list'; Id = ' ; '; Message = 'does not contain a UNID' }
    ) {
        $null = Invoke-Night $partial
        $length = [IO.FileInfo]::new($log).Length
        $output = & $script -LogPath $log -DeletedDocument $Id
        $LASTEXITCODE | Should -Be 3
        ($output | ConvertFrom-Json).message | Should -Match $Message
        [IO.FileInfo]::new($log).Length | Should -Be $length
    }

    It 'records an error without a target that repeats the message' {
        $record = (& $script -LogPath $log -DeletedDocument '4711' | ConvertFrom-Json)
        $record.target | Should -BeNullOrEmpty
    }

    It 'does not record a deletion together with a source' {
        $output = & $script -LogPath $log -DeletedDocument '*' $path
        $LASTEXITCODE | Should -Be 3
        ($output | ConvertFrom-Json).message | Should -Match 'without a source'
    }

    It 'accepts wildcards, and names the reason for Nagios' {
        $null = Set-TestFile $path $none
        (& $script -LogPath $log -Nagios $path) | Should -Match '^COEXTOOLS UNKNOWN - .*These documents can no longer be read'
        @(& $script -LogPath $log -DeletedDocument '*A0; *a1').Count | Should -Be 1
        (Invoke-Night $none).Source.reason | Should -Not -Match 'can no longer be read'
    }
}

Describe 'Repair-Nightly.ps1 and a Notes client' {
    BeforeAll {
        $session = New-FakeSession -Dxl ([IO.File]::ReadAllText((Get-Scenario 'security-on-field-removed.dxl')))
        $options = @{ NotesServer = 'Hub01/Acme'; NotesSession = $session }
        # Brings the field back, as an edit in the form does.
        $edit = {
            param($document)
            $item = $document.OwnerDocument.CreateElement('item', $document.NamespaceURI)
            $item.SetAttribute('name', 'DocumentAccess')
            $item.SetAttribute('authors', 'true')
            $item.SetAttribute('names', 'true')
            $item.SetAttribute('protected', 'true')
            $text = $item.AppendChild($document.OwnerDocument.CreateElement('text', $document.NamespaceURI))
            $text.InnerText = '[NetModifier]'
            $null = $document.AppendChild($item)
            $name = $document['updatedby'].AppendChild($document.OwnerDocument.CreateElement('name', $document.NamespaceURI))
            $name.InnerText = 'CN=Jane Doe/O=Acme'
        }
    }

    It 'imports nothing into a healthy directory' {
        $run = Invoke-Nightly 'notes' $options
        $run.Source.state | Should -BeExactly 'Healthy'
        $run.Source.source | Should -BeExactly 'Hub01/Acme!!names.nsf'
        $run.ExitCode | Should -Be 0
        $session.Calls | Should -Not -Contain 'Import'
        @($session.Calls -like 'GetDatabase*').Count | Should -Be 1
        [IO.File]::Exists((Join-Path $TestDrive 'notes.log.notes/changed.dxl')) | Should -BeFalse
    }

    It 'imports the changed documents, exports the directory again, and reports it as repaired' {
        $session.Edit($unidB, $edit)
        $session.Calls.Clear()
        $run = Invoke-Nightly 'notes' $options
        $run.Source.state | Should -BeExactly 'Repaired'
        $run.ExitCode | Should -Be 1
        @($session.Calls -eq 'Import').Count | Should -Be 1
        $run.Source.changed.document | Should -BeExactly $unidB
        $run.Source.changed.editor | Should -BeExactly 'Jane Doe/Acme'
        $run.Source.before.error | Should -BeGreaterThan 0
        $run.Source.after.error | Should -Be 0
        ($session.Dxl -split '(?=<document)' | Where-Object { $_ -match $unidB }) | Should -Not -Match 'DocumentAccess'
        $run.Text | Should -Not -Match '(?m)^coextools_findings\{rule="CX001",severity="Error",domain="BTEx"\} [1-9]'
        $run.Text | Should -Not -Match 'coextools_documents_not_imported [1-9]'
        @(Get-ChildItem -LiteralPath (Join-Path $TestDrive 'notes.log.notes') -Filter '*.backup-*').Count | Should -Be 1
        # The next run imports nothing.
        $session.Calls.Clear()
        $dxl = $session.Dxl
        (Invoke-Nightly 'notes' $options).Source.state | Should -BeExactly 'Healthy'
        $session.Calls | Should -Not -Contain 'Import'
        $session.Dxl | Should -BeExactly $dxl
    }

    It 'leaves a document that was saved after the export, and names it' {
        $session.Edit($unidB, $edit)
        # The import opens the directory before it compares the documents.
        $session | Add-Member -MemberType NoteProperty -Name Opened -Value 0 -Force
        $original = $session.PSObject.Methods['GetDatabase'].Script
        $session | Add-Member -Force -MemberType ScriptMethod -Name GetDatabase -Value ([scriptblock]::Create("`$this.Opened++; if (`$this.Opened -eq 2) { `$this.Edit('$unidB', { param(`$document) }) }`n$original"))
        $session.Calls.Clear()
        $run = Invoke-Nightly 'notes' $options
        $session | Add-Member -Force -MemberType ScriptMethod -Name GetDatabase -Value $original
        $run.Source.state | Should -BeExactly 'Refused'
        $run.Source.reason | Should -Match '^DocumentChanged: .*BTEx \(DominoB/Acme\)'
        $run.ExitCode | Should -Be 2
        $run.Source[0].changed.Count | Should -Be 0
        $session.Calls | Should -Not -Contain 'Import'
        $run.Text | Should -Match '(?m)^coextools_findings\{rule="CX001",severity="Error",domain="BTEx"\} [1-9]'
        (Invoke-Nightly 'notes' $options).Source.state | Should -BeExactly 'Repaired'
    }

    It 'is unknown if a repaired document can no longer be read' {
        $session.Edit($unidB, $edit)
        $kept = $session.Dxl
        $session.AfterImport = { param($session) $session.Edit($unidB, { param($document) $null = $document.ParentNode.RemoveChild($document) }) }
        $run = Invoke-Nightly 'notes' $options
        $session.AfterImport = {}
        $session.Dxl = $kept
        $run.Source.state | Should -BeExactly 'Unknown'
        $run.Source.reason | Should -BeExactly 'This document can no longer be read, or was deleted: BTEx (DominoB/Acme).'
        $run.ExitCode | Should -Be 3
        ($run.Record | Where-Object event -EQ 'action').document | Should -BeExactly $unidB
        (Invoke-Nightly 'notes' $options).Source.state | Should -BeExactly 'Repaired'
    }

    It 'logs what an import that fails halfway changed' {
        # The documents are imported oldest first.
        foreach ($unid in $unidB, $unidA) { $session.Edit($unid, $edit) }
        $session.ImportFailure = 'The server does not respond.'
        $run = Invoke-Nightly 'notes' $options
        $session.ImportFailure = $null
        $run.Source.state | Should -BeExactly 'Failed'
        $run.Source.reason | Should -Match 'The server does not respond'
        $run.ExitCode | Should -Be 3
        @($run.Record | Where-Object event -EQ 'action').document | Should -BeExactly $unidB
        $run.Source.changed.document | Should -BeExactly $unidB
        # Nothing was changed.
        $session.Edit($unidB, $edit)
        $session.BeforeImport = { throw 'The server does not respond.' }
        $run = Invoke-Nightly 'notes' $options
        $session.BeforeImport = {}
        $run.Source.state | Should -BeExactly 'Failed'
        $run.Record.event | Should -Not -Contain 'action'
        $run.Source[0].changed.Count | Should -Be 0
        (Invoke-Nightly 'notes' $options).Source.state | Should -BeExactly 'Repaired'
    }

    It 'does not import the file of an earlier night' {
        $changed = Join-Path $TestDrive 'notes.log.notes/changed.dxl'
        [IO.File]::Exists($changed) | Should -BeTrue
        $session.Edit($unidB, $edit)
        $session.Calls.Clear()
        & {
            function Export-DominoDirectory { [CmdletBinding()] param([Parameter(ValueFromPipeline)] $InputObject, $Path, [switch] $ChangedOnly, [switch] $Force, [switch] $PassThru) end { Write-Warning 'No document was changed.' } }
            $script:run = Invoke-Nightly 'notes' $options
        }
        $run = $script:run
        $session.Calls | Should -Not -Contain 'Import'
        [IO.File]::Exists($changed) | Should -BeFalse
        $run.Source.state | Should -BeExactly 'Failed'
        $run.Source.reason | Should -Match 'Nothing was imported'
        $run.Record.event | Should -Not -Contain 'action'
        (Invoke-Nightly 'notes' $options).Source.state | Should -BeExactly 'Repaired'
    }

    It 'reports a server that cannot be opened as unknown' {
        $session.Closed = $true
        $run = Invoke-Nightly 'notes' $options
        $session.Closed = $false
        $run.Source.state | Should -BeExactly 'Unknown'
        $run.Source.reason | Should -BeLike "Cannot open the database 'names.nsf' on 'Hub01/Acme'*"
        $run.ExitCode | Should -Be 3
        $run.Text | Should -Match 'stale="true"'
    }
}

Describe 'The states of Repair-Nightly.ps1' {
    BeforeAll {
        $directory = New-StubDirectory 'security-on.dxl'
        $server = Start-Stub $directory
        $online = @{ Uri = $server.Uri; DataSource = 'names'; CredentialName = 'acme' }
        $good = Copy-Scenario 'security-on-field-removed.dxl' (Join-Path $TestDrive 'good.dxl')
        $differ = Join-Path $TestDrive 'differ.dxl'
        $null = Set-TestFile $differ ([IO.File]::ReadAllText($good).Replace("<item name='CalendarSystem'><text>mail.box", "<item name='CalendarSystem'><text>other.box"))
        # The servers of the group that the repair would need are not known.
        $lost = Get-FieldFile 'nofd.dxl'
    }

    AfterAll { Stop-Stub $server }

    It 'are <State> with the exit code <ExitCode>, and <Status> for Nagios: <Case>' -ForEach @(
        @{ Case = 'a good file'; State = 'Healthy'; ExitCode = 0; Status = 'OK'; Code = 0; Make = { @{ Path = $good } } }
        @{ Case = 'a server'; State = 'Repaired'; ExitCode = 1; Status = 'OK'; Code = 0; Make = { foreach ($one in $unidA, $unidB) { Set-Form $directory $one 'CN=Jane Doe/O=Acme' }; $online } }
        @{ Case = 'a file with the field'; State = 'Prepared'; ExitCode = 2; Status = 'WARNING'; Code = 1; Make = { @{ Path = Copy-Scenario 'security-on.dxl' (Join-Path $TestDrive 'field.dxl') } } }
        @{ Case = 'warnings that remain'; State = 'Refused'; ExitCode = 2; Status = 'WARNING'; Code = 1; Make = { @{ Path = $differ } } }
        @{ Case = 'errors that remain'; State = 'Refused'; ExitCode = 2; Status = 'CRITICAL'; Code = 2; Make = { Set-Form $directory $unidB 'CN=Jane Doe/O=Acme'; $directory.Edit = $unidB; $online } }
        @{ Case = 'an account that is not accepted'; State = 'Unknown'; ExitCode = 3; Status = 'UNKNOWN'; Code = 3; Make = { $directory.Password = 'other'; $online } }
        @{ Case = 'a file that does not exist'; State = 'Unknown'; ExitCode = 3; Status = 'UNKNOWN'; Code = 3; Make = { @{ Path = Join-Path $TestDrive 'none.dxl' } } }
        @{ Case = 'a change that fails'; State = 'Failed'; ExitCode = 3; Status = 'UNKNOWN'; Code = 3; Make = { Set-Form $directory $unidB 'CN=Jane Doe/O=Acme'; $directory.Fault = 'The disk is full'; $online } }
        @{ Case = 'the worst of several sources'; State = 'Prepared'; ExitCode = 2; Status = 'WARNING'; Code = 1; Make = { $online + @{ Path = @($good, (Copy-Scenario 'security-on.dxl' (Join-Path $TestDrive 'field.dxl'))) } } }
    ) {
        foreach ($nagios in $false, $true) {
            $directory.Password = $password
            $directory.Fault = ''
            $directory.Edit = ''
            [IO.File]::Delete((Join-Path $TestDrive 'field.dxl.journal'))
            $run = Invoke-Nightly 'states' ((& $Make) + @{ Nagios = $nagios })
            ($run.Record | Where-Object event -EQ 'end').state | Should -BeExactly $State
            $run.Source.state | Should -Contain $State
            $run.Text | Should -Match "(?m)^coextools_run_state\{state=""$State""\} 1$"
            $run.ExitCode | Should -Be $(if ($nagios) { $Code } else { $ExitCode })
            if ($nagios) { $run.Output | Should -Match "^COEXTOOLS $Status - " }
        }
    }

    It 'contain the steps that remain' {
        # PowerShell also accepts typographic quotation marks.
        $path = Copy-Scenario 'security-on.dxl' (Join-Path $TestDrive "O'Hara$([char] 0x2019); Set-Variable injected 1 -Scope Global; $([char] 0x2018).dxl")
        $run = Invoke-Nightly 'steps' @{ Path = $path }
        $run.Source.next.Count | Should -Be 3
        Push-Location $TestDrive
        try { & ([scriptblock]::Create($run.Source.next[0])) } finally { Pop-Location }
        @(Get-ForeignDomainDocument (Join-Path $TestDrive 'changed.dxl') | Where-Object HasDocumentAccess).Count | Should -Be 0
        Get-Variable injected -Scope Global -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'do not differ between the log, the metrics, and the exit code if the log cannot be written at the end: <_>' -ForEach 'Json', 'Nagios' {
        $full = Join-Path $TestDrive 'full.log'
        function Export-CoexistenceFinding {
            [CmdletBinding()]
            param([Parameter(ValueFromPipeline)] $InputObject, $As, $LiteralPath, $BeforeRepair, $AfterRepair, $State, [switch] $RunFailed, [switch] $Force)
            begin { $all = [Collections.Generic.List[object]]::new() }
            process { $all.Add($InputObject) }
            end {
                $null = $PSBoundParameters.Remove('InputObject')
                $all | CoexTools\Export-CoexistenceFinding @PSBoundParameters
                # The log can no longer be written.
                if ([IO.Directory]::Exists((Join-Path $TestDrive 'full.log'))) { return }
                [IO.File]::Delete((Join-Path $TestDrive 'full.log'))
                $null = [IO.Directory]::CreateDirectory((Join-Path $TestDrive 'full.log'))
            }
        }
        $prom = Join-Path $TestDrive 'full.prom'
        $output = @(& $script -Path $good -LogPath $full -MetricPath $prom -Nagios:($_ -eq 'Nagios'))
        $LASTEXITCODE | Should -Be 3
        [IO.Directory]::Delete($full)
        $text = [IO.File]::ReadAllText($prom)
        $text | Should -Match '(?m)^coextools_run_success 0$'
        $text | Should -Match '(?m)^coextools_run_state\{state="Failed"\} 1$'
        if ($_ -eq 'Nagios') {
            $output.Count | Should -Be 1
            $output[0] | Should -Match '^COEXTOOLS UNKNOWN - .*full\.log'
        }
        else {
            $end = $output[-1] | ConvertFrom-Json
            "$($end.event) $($end.state) $($end.exitCode)" | Should -BeExactly 'end Failed 3'
            @($output | Where-Object { $_ -match '"event":"end"' }).Count | Should -Be 1
            ($output[-2] | ConvertFrom-Json).message | Should -Match 'full\.log'
        }
    }

    It 'require the data source and the credential' {
        $run = Invoke-Nightly 'incomplete' @{ Uri = $server.Uri }
        $run.Source.state | Should -BeExactly 'Unknown'
        $run.Source.reason | Should -Match '-DataSource and -CredentialName'
    }

    It 'do not reveal a password in an address' {
        $run = Invoke-Nightly 'address' @{ Uri = "https://admin:$password@127.0.0.1:1/"; DataSource = 'names'; CredentialName = 'acme' }
        $run.Source.source | Should -BeExactly 'https://127.0.0.1:1/names'
        ConvertTo-Json @($run.Record, $run.Output, $run.Text) -Depth 5 | Should -Not -Match $password
    }
}

Describe 'Repair-Nightly.ps1 and console logs' {
    It 'compares them with the documents, and writes what they show to the log and the metrics' {
        $path = Join-Path $TestDrive 'console.dxl'
        Copy-Item -LiteralPath (Get-Scenario 'security-on-field-removed.dxl') $path
        $warning = "14.03.2025 08:00:01   Warning: Multiple documents detected for domain 'BTEx' in Domino Directory for the scheduling request.`n"
        $file = Set-TestFile (Join-Path $TestDrive 'a.log') $warning
        $run = Invoke-Nightly 'console' @{ Path = $path; ConsoleLog = "DominoA=$file; Hub01 = $file"; ConsoleTimeZone = 'UTC' }
        $run.ExitCode | Should -Be 2
        ($run.Record | Where-Object event -EQ 'finding' | Where-Object rule -EQ 'CX047').server | Should -BeExactly 'DominoA/Acme'
        $run.Text | Should -Match '(?m)^coextools_findings\{rule="CX047",severity="Error",domain="BTEx"\} 1$'
        $run.Text | Should -Match '(?m)^coextools_not_checked\{rule="CX048",domain="BTEx"\} \d+$'
    }

    It 'fails if the list is not valid' {
        $path = Join-Path $TestDrive 'console.dxl'
        Copy-Item -LiteralPath (Get-Scenario 'security-on-field-removed.dxl') $path
        (Invoke-Nightly 'list' @{ Path = $path; ConsoleLog = 'DominoA' }).ExitCode | Should -Be 3
    }

    It 'ignores the lines before the specified time, also in the report' {
        $path = Join-Path $TestDrive 'console.dxl'
        Copy-Item -LiteralPath (Get-Scenario 'security-on-field-removed.dxl') $path
        $file = Set-TestFile (Join-Path $TestDrive 'since.log') "14.03.2025 08:00:01   Warning: Multiple documents detected for domain 'BTEx' in Domino Directory for the scheduling request.`n"
        $options = @{ Path = $path; ConsoleLog = "DominoA=$file"; ConsoleTimeZone = 'UTC'; ReportPath = Join-Path $TestDrive 'since.html' }
        (Invoke-Nightly 'before' $options).Record.rule | Should -Contain 'CX047'
        [IO.File]::ReadAllText($options.ReportPath) | Should -Match 'CX047'
        $run = Invoke-Nightly 'since' ($options + @{ ConsoleSince = '2025-03-15 08:00' })
        $run.Record.rule | Should -Not -Contain 'CX047'
        $run.Source.state | Should -BeExactly 'Healthy'
        $run = Invoke-Nightly 'soon' ($options + @{ ConsoleSince = 'soon' })
        $run.ExitCode | Should -Be 3
        ($run.Record | Where-Object event -EQ 'error').message | Should -Match "-ConsoleSince, 'soon', is not a date and time"
    }

    It 'ignores the lines before the last days' {
        $path = Join-Path $TestDrive 'console.dxl'
        Copy-Item -LiteralPath (Get-Scenario 'security-on-field-removed.dxl') $path
        $file = Join-Path $TestDrive 'days-console.log'
        $options = @{ Path = $path; ConsoleLog = "DominoA=$file"; ConsoleTimeZone = 'DominoA=UTC' }
        foreach ($days in 3, 30) {
            $time = [DateTime]::UtcNow.AddDays(-$days).ToString('yyyy-MM-dd HH:mm:ss', [Globalization.CultureInfo]::InvariantCulture)
            $null = Set-TestFile $file "$time   Warning: Multiple documents detected for domain 'BTEx' in Domino Directory for the scheduling request.`n"
            (Invoke-Nightly 'all' $options).Record.rule | Should -Contain 'CX047'
            $rules = (Invoke-Nightly 'days' ($options + @{ ConsoleDay = '7' })).Record.rule
            if ($days -eq 3) { $rules | Should -Contain 'CX047' } else { $rules | Should -Not -Contain 'CX047' }
        }
        # The later of the two times applies.
        $null = Set-TestFile $file ([IO.File]::ReadAllText($file).Replace($time, [DateTime]::UtcNow.AddDays(-3).ToString('yyyy-MM-dd HH:mm:ss', [Globalization.CultureInfo]::InvariantCulture)))
        (Invoke-Nightly 'since' ($options + @{ ConsoleDay = '7'; ConsoleSince = [DateTime]::UtcNow.AddDays(-1).ToString('o') })).Record.rule | Should -Not -Contain 'CX047'
        $run = Invoke-Nightly 'size' @{ Path = $path; LogSize = '1MB' }
        $run.ExitCode | Should -Be 3
        ($run.Record | Where-Object event -EQ 'error').message | Should -BeExactly "The value of -LogSize, '1MB', is not a whole number of 0 or more."
        foreach ($invalid in @{ ConsoleDay = '0' }, @{ ConsoleDay = 'week' }) {
            $run = Invoke-Nightly 'invalid' ($options + $invalid)
            $run.ExitCode | Should -Be 3
            ($run.Record | Where-Object event -EQ 'error').message | Should -Match "The value of -ConsoleDay, '\w+', is not a whole number from 1 to 36500\."
        }
        $run = Invoke-Nightly 'zone' @{ Path = $path; ConsoleLog = "DominoA=$file"; ConsoleTimeZone = 'DominoA=' }
        ($run.Record | Where-Object event -EQ 'error').message | Should -Match 'does not specify a server and a time zone'
    }

    It 'writes what is predicted and seen on each console to the metrics' {
        $path = Join-Path $TestDrive 'console.dxl'
        Copy-Item -LiteralPath (Get-Scenario 'security-on-field-removed.dxl') $path
        $warning = "14.03.2025 08:00:01   Warning: Multiple documents detected for domain 'BTEx' in Domino Directory for the scheduling request.`n"
        $file = Set-TestFile (Join-Path $TestDrive 'seen-console.log') $warning
        $run = Invoke-Nightly 'predicted' @{ Path = $path; ConsoleLog = "DominoA=$file; Hub01 = $file" }
        $run.Text | Should -Match '(?m)^coextools_console_warning_predicted\{domain="BTEx",server="DominoA/Acme"\} 0$'
        $run.Text | Should -Match '(?m)^coextools_console_warning_seen\{domain="BTEx",server="DominoA/Acme"\} 1$'
        $run.Text | Should -Match '(?m)^coextools_console_warning_predicted\{domain="BTEx",server="Hub01/Acme"\} 1$'
        $run.Text | Should -Match '(?m)^coextools_console_warning_seen\{domain="BTEx",server="Hub01/Acme"\} 1$'
        $run.Text | Should -Match '(?m)^coextools_console_warning_predicted\{domain="BTEx",server="Mail01/Acme"\} 1$'
        $run.Text | Should -Not -Match '(?m)^coextools_console_warning_seen\{domain="BTEx",server="Mail01/Acme"\}'
    }

    It 'warns of a log that does not exist, and audits the directory' {
        $path = Join-Path $TestDrive 'console.dxl'
        Copy-Item -LiteralPath (Get-Scenario 'security-on-field-removed.dxl') $path
        $run = Invoke-Nightly 'missing' @{ Path = $path; ConsoleLog = "DominoA=$(Join-Path $TestDrive 'missing-console.log')"; ReportPath = Join-Path $TestDrive 'missing.html' }
        $run.Source.state | Should -BeExactly 'Healthy'
        $run.ExitCode | Should -Be 0
        ($run.Record | Where-Object event -EQ 'warning').message | Should -Match 'missing-console\.log'
        $run.Record.event | Should -Not -Contain 'error'
        $run.Record.rule | Should -Not -Contain 'CX034'
        $run.Text | Should -Match '(?m)^coextools_run_success 1$'
        Join-Path $TestDrive 'missing.html' | Should -Exist
    }

    It 'warns of each console that could not be compared' {
        $path = Join-Path $TestDrive 'console.dxl'
        Copy-Item -LiteralPath (Get-Scenario 'security-on-field-removed.dxl') $path
        $empty = Set-TestFile (Join-Path $TestDrive 'none.log') ''
        $binary = Join-Path $TestDrive 'binary.log'
        [IO.File]::WriteAllBytes($binary, [byte[]] (0, 255, 1, 254, 0, 3))
        $options = @{ Path = $path; ConsoleLog = "Hub01=$empty;DominoB=$binary" }
        $run = Invoke-Nightly 'uncompared' $options
        $run.Source.state | Should -BeExactly 'Healthy'
        $messages = ($run.Record | Where-Object event -EQ 'warning').message
        @($messages).Count | Should -Be 2
        ($messages | Sort-Object)[0] | Should -Match '^The console of DominoB/Acme could not be compared with the documents\. \S'
        ($messages | Sort-Object)[1] | Should -Match '^The console of Hub01/Acme could not be compared with the documents\. \S'
        # A folder, and a server whose log does not exist.
        $run = Invoke-Nightly 'folder' @{ Path = $path; ConsoleLog = "Hub01=$TestDrive;DominoB=$(Join-Path $TestDrive 'missing-console.log')" }
        $messages = ($run.Record | Where-Object event -EQ 'warning').message
        @($messages).Count | Should -Be 3
        "$messages" | Should -Match 'It is a folder'
        $messages -match '^The console of Hub01/Acme could not be compared' | Should -HaveCount 1
        (& $script @options -Nagios -LogPath (Join-Path $TestDrive 'uncompared.log')) | Should -Match 'OK - .*Consoles that could not be compared: 2 \|'
    }

    It 'audits the directory without an entry that is not valid: <Case>' -ForEach @(
        @{ Case = 'a server'; Console = @{ ConsoleLog = 'DominoX=FILE;DominoA=FILE' }; Message = "Cannot find the server 'DominoX'" }
        @{ Case = 'a time zone'; Console = @{ ConsoleLog = 'DominoA=FILE'; ConsoleTimeZone = 'Mars' }; Message = "'Mars' is not a time zone" }
        @{ Case = 'a time zone of a server'; Console = @{ ConsoleLog = 'DominoA=FILE'; ConsoleTimeZone = 'DominoA=Mars' }; Message = "'Mars' is not a time zone" }
        @{ Case = 'the server of a time zone'; Console = @{ ConsoleLog = 'DominoA=FILE'; ConsoleTimeZone = 'DominoX=UTC' }; Message = "Cannot find the server 'DominoX'" }
        @{ Case = 'a server twice'; Console = @{ ConsoleLog = 'DominoA=FILE;CN=DominoA/O=Acme=FILE' }; Message = 'FILE' }
    ) {
        $path = Join-Path $TestDrive 'console.dxl'
        Copy-Item -LiteralPath (Get-Scenario 'security-on-field-removed.dxl') $path
        $file = Set-TestFile (Join-Path $TestDrive 'agrees.log') "14.03.2025 08:00:01   CalConn: 'BTEx'`n"
        $options = @{ Path = $path; ReportPath = Join-Path $TestDrive 'entry.html' }
        foreach ($name in $Console.Keys) { $options[$name] = $Console[$name].Replace('FILE', $file) }
        if ($Case -ne 'a server twice') { [IO.File]::Delete($options.ReportPath) }
        $run = Invoke-Nightly 'entry' $options
        $run.Source.state | Should -BeExactly 'Healthy'
        $run.Record.event | Should -Not -Contain 'error'
        $run.Record.rule | Should -Not -Contain 'CX035'
        if ($Case -ne 'a server twice') { "$(($run.Record | Where-Object event -EQ 'warning').message)" | Should -Match $Message }
        else { ($run.Record | Where-Object event -EQ 'warning').message | Should -Not -BeNullOrEmpty }
        $options.ReportPath | Should -Exist
    }

    It 'refuses a second time zone of a server, and warns of parameters without a log' {
        $path = Join-Path $TestDrive 'console.dxl'
        Copy-Item -LiteralPath (Get-Scenario 'security-on-field-removed.dxl') $path
        foreach ($case in @(
                @{ Id = 'TimeZoneInvalid'; Console = @{ ConsoleLog = 'DominoA=a.log'; ConsoleTimeZone = 'DominoA=UTC;dominoa=+01:00' } }
                @{ Id = 'ConsoleLogInvalid'; Console = @{ ConsoleLog = 'logs/hub01.log' } }
                @{ Id = 'ConsoleLogInvalid'; Console = @{ ConsoleLog = ' ; ' } }
                @{ Id = 'ParameterArgumentValidationError'; Console = @{ ConsoleLog = 'DominoA=a.log'; ConsoleDay = 'x' } })) {
            $options = $case.Console
            $run = Invoke-Nightly 'refused' ($options + @{ Path = $path })
            $run.ExitCode | Should -Be 3
            ($run.Record | Where-Object event -EQ 'error').id | Should -BeExactly $case.Id
        }
        $run = Invoke-Nightly 'without' @{ Path = $path; ConsoleDay = '7' }
        $run.ExitCode | Should -Be 0
        ($run.Record | Where-Object event -EQ 'warning').message | Should -Match 'have no effect without -ConsoleLog'
    }

    It 'does not expect on a console what Domino has not imported' {
        $path = Join-Path $TestDrive 'import.dxl'
        Copy-Item -LiteralPath (Get-Scenario 'security-on.dxl') $path
        $file = Set-TestFile (Join-Path $TestDrive 'import-console.log') "14.03.2025 08:00:01   Warning: Multiple documents detected for domain 'BTEx' in Domino Directory for the scheduling request.`n"
        $options = @{ Path = $path; ConsoleLog = "DominoB=$file"; ConsoleTimeZone = 'UTC' }
        foreach ($night in 1, 2) {
            $run = Invoke-Nightly 'import' $options
            $run.Source.state | Should -BeExactly 'Prepared'
            $run.Record.rule | Should -Not -Contain 'CX047'
        }
        ($run.Record | Where-Object event -EQ 'warning').message | Should -Match 'nothing shows that Domino has imported them'
    }
}

# A small server, with the answers of one directory, shows that the command works with the HTTP client of this PowerShell. The xUnit tests validate
# requests and answers against the published definitions of the Domino REST API.

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingConvertToSecureStringWithPlainText', '', Justification = 'The password is that of the test server.')]
param()

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule
    $unid = '0' * 30 + 'A0'
    $documents = [Collections.Hashtable]::Synchronized(@{ Revision = 1; Access = $true })
    $listener = New-Object Net.Sockets.TcpListener ([Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $uri = "http://127.0.0.1:$($listener.LocalEndpoint.Port)"
    $script = {
        param($listener, $documents, $unid)
        while ($true) {
            try { $client = $listener.AcceptTcpClient() } catch { return }
            $stream = $client.GetStream()
            # In this encoding, the length of the body in bytes is its length in characters.
            $reader = New-Object IO.StreamReader ($stream, [Text.Encoding]::GetEncoding('iso-8859-1'))
            $key = $reader.ReadLine() -replace '\?.*| HTTP/1\.1$'
            $length = 0
            while ($header = $reader.ReadLine()) {
                if ($header -match '^Content-Length: (\d+)$') { $length = [int] $Matches[1] }
            }
            $content = New-Object char[] $length
            $null = $reader.ReadBlock($content, 0, $length)
            $status = '200 OK'
            $meta = '"@meta":{"unid":"' + $unid + '","noteid":2338,"created":"2019-03-10T09:30:15.12Z","lastmodified":"2025-03-1' + $documents.Revision +
            'T09:30:15.12Z","revision":"' + $documents.Revision + '","Form":"Domain"}'
            $domain = '{' + $meta + ',"Form":"Domain","DomainType":"ForeignDomain","DomainName":"BTEx","MailServer":"CN=DominoA/O=Acme",' +
            $(if ($documents.Access) { '"DocumentAccess":"[NetModifier]",' }) + '"CalendarServer":"CN=DominoA/O=Acme"}'
            $body = switch -Regex ($key) {
                'POST /api/v1/auth$' { '{"bearer":"a.b.c","expSeconds":3600,"leeway":5}'; break }
                '/scope/access$' { '{"User":"CN=Admin/O=Acme","Level":"MANAGER","Roles":["[NetModifier]"]}'; break }
                'POST /api/v1/query$' {
                    switch -Regex (-join $content) {
                        "'Domain'" { "[$domain]" }
                        "'Server'" { '[{"@meta":{"unid":"' + '1' * 32 + '"},"Form":"Server","ServerName":"CN=Hub01/O=Acme"}]' }
                        default { '[]' }
                    }
                    break
                }
                '/acl/entries$' { '[{"name":"-Default-","type":"","level":"READER","roles":[],"flags":[]}]'; break }
                '/access/groups$' { '[{"name":"LocalDomainServers","type":"servers-only","members":["CN=Hub01/O=Acme"]}]'; break }
                '^GET /api/v1/docmeta/' { '{' + $meta.Substring(8).Trim('{', '}') + '}'; break }
                '^GET /api/v1/raw/' { $domain; break }
                '^PATCH /api/v1/document/' { $documents.Access = $false; $documents.Revision++; $domain; break }
                default { $status = '404 Not Found'; '{"status":404,"message":"No such operation"}' }
            }
            $bytes = [Text.Encoding]::UTF8.GetBytes($body)
            $head = "HTTP/1.1 $status`r`nContent-Type: application/json`r`nContent-Length: $($bytes.Length)`r`nConnection: close`r`n`r`n"
            $stream.Write([Text.Encoding]::ASCII.GetBytes($head), 0, $head.Length)
            $stream.Write($bytes, 0, $bytes.Length)
            $client.Close()
        }
    }
    $server = [PowerShell]::Create().AddScript($script).AddArgument($listener).AddArgument($documents).AddArgument($unid)
    $running = $server.BeginInvoke()
    $password = 'Kein-Geheimnis-4711'
    $credential = New-Object PSCredential ('Admin/Acme', (ConvertTo-SecureString $password -AsPlainText -Force))
    $journal = Join-Path $TestDrive 'server.journal'
}

AfterAll {
    $listener.Stop()
    if ($running.AsyncWaitHandle.WaitOne(5000)) { $server.Dispose() }
}

Describe 'Connect-DominoDirectory' {
    It 'reads the directory of a server' {
        $directory = Connect-DominoDirectory -Uri $uri -DataSource names -Credential $credential -AllowHttp
        $directory.Name | Should -BeExactly 'names'
        $directory.Path | Should -BeExactly "$uri/names"
        $directory.Server.Name | Should -BeExactly 'Hub01/Acme'
        $directory.Group.Name | Should -BeExactly 'LocalDomainServers'
        $directory.Acl.Entry.Level | Should -Be 'Reader'
        $directory.ForeignDomain.DocumentAccess | Should -BeExactly '[NetModifier]'
        $result = $directory | Test-FreeBusyPath -From Hub01
        $result.Status | Should -Be 'Answered'
        $result.Assumption | Should -Contain 'NoItemFlags'
    }

    It 'reads a stored credential by its name' {
        $name = "Test-$([Guid]::NewGuid().ToString('N'))"
        $arguments = @{ Uri = $uri; DataSource = 'names'; CredentialName = $name; AllowHttp = $true; ErrorAction = 'SilentlyContinue' }
        $isWindowsStore = [IO.Path]::DirectorySeparatorChar -eq '\'
        try {
            if ($isWindowsStore) {
                $type = [AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { $_.GetType('CoexTools.Scheduling.WindowsCredentialStore') } | Where-Object { $_ } | Select-Object -First 1
                $store = [Activator]::CreateInstance($type, $true)
            }
            else { $env:CREDENTIALS_DIRECTORY = $TestDrive }
            Connect-DominoDirectory @arguments -ErrorVariable failure | Should -BeNullOrEmpty
            Assert-CoexError $failure 'CredentialNotFound' 'Connect-DominoDirectory' 'ObjectNotFound' $name
            if ($isWindowsStore) { $null = $store.Write($name, $credential.GetNetworkCredential()) }
            else { [IO.File]::WriteAllText((Join-Path $TestDrive $name), "Admin/Acme`n$password") }
            (Connect-DominoDirectory @arguments -ErrorVariable failure).Name | Should -BeExactly 'names'
            $failure | Should -BeNullOrEmpty
            { Connect-DominoDirectory $uri names -Credential $credential -CredentialName $name -AllowHttp } | Should -Throw -ErrorId 'AmbiguousParameterSet,*'
            { Connect-DominoDirectory $uri names -CredentialName '../x' -AllowHttp } | Should -Throw '*starts with a letter or a digit*'
        }
        finally {
            $env:CREDENTIALS_DIRECTORY = $null
            if ($store) { $store.Remove($name) }
        }
    }

    if (-not $IsWindows -and $PSVersionTable.PSVersion.Major -ge 6) {
        It 'says that there is no store outside a service' {
            $null = Connect-DominoDirectory $uri names -CredentialName Nightly -AllowHttp -ErrorVariable failure -ErrorAction SilentlyContinue
            Assert-CoexError $failure 'CredentialStoreUnavailable' 'Connect-DominoDirectory' 'NotInstalled' 'Nightly'
        }
    }

    It 'requires HTTPS by default' {
        $directory = Connect-DominoDirectory $uri names $credential -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure 'ServerAddressInvalid' 'Connect-DominoDirectory' 'InvalidArgument' "$uri/"
        $directory | Should -BeNullOrEmpty
    }

    It 'does not reveal the password' {
        $directory = Connect-DominoDirectory $uri names $credential -AllowHttp -Verbose 4>&1
        $path = Join-Path $TestDrive 'directory.clixml'
        $directory | Export-Clixml $path
        $text = [IO.File]::ReadAllText($path) + ($directory | Format-List -Property * | Out-String -Width 500)
        $text | Should -Match 'docmeta|/query'
        $text | Should -Not -Match $password
        $text | Should -Not -Match 'a\.b\.c'
    }

    It 'is not connected to the server after Import-Clixml' {
        $path = Join-Path $TestDrive 'directory.clixml'
        Connect-DominoDirectory $uri names $credential -AllowHttp | Export-Clixml $path
        $null = Import-Clixml $path | Remove-DocumentAccessField -ErrorVariable failure -ErrorAction SilentlyContinue
        Assert-CoexError $failure 'ServerDisconnected' 'Remove-DocumentAccessField' 'InvalidOperation' "$uri/names"
    }

    It 'removes the field on the server' {
        $directory = Connect-DominoDirectory $uri names $credential -AllowHttp -JournalPath $journal
        $directory | Remove-DocumentAccessField -WhatIf
        $documents.Access | Should -BeTrue
        ($directory | Remove-DocumentAccessField -PassThru).HasDocumentAccess | Should -BeFalse
        $documents.Access | Should -BeFalse
        $change = Get-DirectoryChange $directory
        $change.Field | Should -BeExactly 'DocumentAccess'
        $change.ValueBefore | Should -BeExactly '[NetModifier]'
    }
}

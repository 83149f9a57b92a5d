// clang -fobjc-arc -framework Foundation WithLogin.m && EXAMPLE_LOGIN=<user:password> ./a.out
#import <Foundation/Foundation.h>
#import <err.h>

int main(void) {
  NSCharacterSet *plain = NSCharacterSet.alphanumericCharacterSet;
  NSString *nameValue = [@"me" stringByAddingPercentEncodingWithAllowedCharacters:plain];
  NSString *login = NSProcessInfo.processInfo.environment[@"EXAMPLE_LOGIN"];
  if (login.length == 0) errx(1, "Set EXAMPLE_LOGIN to user:password.");
  NSString *url = [NSString stringWithFormat:@"https://example.com/login/%@", nameValue];
  NSMutableURLRequest *request = [NSMutableURLRequest requestWithURL:[NSURL URLWithString:url]];
  request.HTTPMethod = @"POST";
  request.timeoutInterval = 30;
  NSString *authorization =
      [NSString stringWithFormat:@"Basic %@", [[login dataUsingEncoding:NSUTF8StringEncoding]
                                                  base64EncodedStringWithOptions:0]];
  [request setValue:authorization forHTTPHeaderField:@"Authorization"];
  [request setValue:@"theme=dark%20blue" forHTTPHeaderField:@"Cookie"];
  [request setValue:@"application/json" forHTTPHeaderField:@"Content-Type"];
  id body = @{@"a" : @"b"};
  request.HTTPBody = [NSJSONSerialization dataWithJSONObject:body options:0 error:nil];
  [[NSURLSession.sharedSession
      dataTaskWithRequest:request
        completionHandler:^(NSData *data, NSURLResponse *response, NSError *error) {
          if (error) errx(1, "%s", error.localizedDescription.UTF8String);
          long status = ((NSHTTPURLResponse *)response).statusCode;
          if (status >= 300)
            errx(1, "HTTP %ld: %.*s", status, (int)data.length, (char *)data.bytes);
          puts("Fine.");
          exit(0);
        }] resume];
  dispatch_main();
}
